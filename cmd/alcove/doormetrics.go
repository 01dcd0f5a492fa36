package main

import (
	"github.com/prometheus/client_golang/prometheus"

	"alcove/signaling"
)

// doorMetrics shows what becomes of browsers: who is here, and what was refused and why. No label names a room or a
// person.
type doorMetrics struct{ browsers *signaling.Server }

var membersDesc = prometheus.NewDesc("alcove_members", "Browsers that are connected, by where they are.",
	[]string{"place"}, nil)

// outcomeDescs are the counters of signaling.Server.Outcomes, by what is counted.
var outcomeDescs = map[string]*prometheus.Desc{
	signaling.CountExchange: prometheus.NewDesc("alcove_exchanges_total", "Personal links that were shown.", []string{"how"}, nil),
	signaling.CountHello:    prometheus.NewDesc("alcove_hellos_total", "Browsers that wanted to come in.", []string{"how"}, nil),
	signaling.CountCommand:  prometheus.NewDesc("alcove_commands_total", "What browsers asked for.", []string{"how"}, nil),
	signaling.CountBye:      prometheus.NewDesc("alcove_goodbyes_total", "Connections that were ended.", []string{"why"}, nil),
	signaling.CountLimit:    prometheus.NewDesc("alcove_limited_total", "Attempts that were one too many.", []string{"by"}, nil),
}

// Describe implements prometheus.Collector.
func (doorMetrics) Describe(to chan<- *prometheus.Desc) {
	to <- membersDesc
	for _, d := range outcomeDescs {
		to <- d
	}
}

// Collect implements prometheus.Collector.
func (m doorMetrics) Collect(to chan<- prometheus.Metric) {
	waiting, seated := m.browsers.Members()
	to <- prometheus.MustNewConstMetric(membersDesc, prometheus.GaugeValue, float64(waiting), "lobby")
	to <- prometheus.MustNewConstMetric(membersDesc, prometheus.GaugeValue, float64(seated), "circle")
	outcomes := m.browsers.Outcomes()
	for _, what := range []string{signaling.CountHello, signaling.CountCommand} {
		outcomes[signaling.Outcome{What: what, How: signaling.Fault}] += 0 // an alert sees the first one as a rise
	}
	for outcome, n := range outcomes {
		to <- prometheus.MustNewConstMetric(outcomeDescs[outcome.What], prometheus.CounterValue, float64(n), outcome.How)
	}
}
