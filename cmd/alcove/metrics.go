package main

import (
	"net/http"
	"net/http/pprof"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"alcove/sfu"
)

func (s *server) admin() *admin {
	return &admin{store: s.store, house: s.house, authority: s.authority, publicURL: s.config.publicURL}
}

// adminHandler serves what is for this machine only.
func (s *server) adminHandler() http.Handler {
	registry := prometheus.NewRegistry()
	registry.MustRegister(
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		gauge("alcove_sessions", "Browsers that are connected here.", func() int { return s.browsers.Sessions() }),
		roomMetrics{s.house}, doorMetrics{s.browsers}, mediaMetrics{s.sfu},
	)
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /healthz", healthy)
	mux.HandleFunc("GET /readyz", s.ready)
	mux.HandleFunc("GET /debug/pprof/", pprof.Index)
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("GET /debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	mux.Handle("/", s.admin().handler())
	return localOnly(mux)
}

func gauge(name, help string, value func() int) prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help},
		func() float64 { return float64(value()) })
}

// mediaMetrics shows the SFU's counters. No label names a room or a person.
type mediaMetrics struct{ sfu *sfu.Server }

var (
	connectionsDesc = prometheus.NewDesc("alcove_media_connections", "Peer connections.", nil, nil)
	gatesDesc       = prometheus.NewDesc("alcove_media_gates_open", "Microphones and cameras that may be forwarded.", nil, nil)
	receivedDesc    = prometheus.NewDesc("alcove_media_received_total", "RTP packets from publishers.", nil, nil)
	forwardedDesc   = prometheus.NewDesc("alcove_media_forwarded_total", "RTP packets to subscribers.", nil, nil)
	againDesc       = prometheus.NewDesc("alcove_media_retransmitted_total", "RTP packets sent again.", nil, nil)
	stepsDesc       = prometheus.NewDesc("alcove_media_layer_steps_total",
		"Steps of pictures to another layer, or to none, because of what a line carries.", []string{"direction"}, nil)
	pausedDesc = prometheus.NewDesc("alcove_media_pictures_paused",
		"Pictures that are not sent to somebody because their line is too slow.", nil, nil)
	hushedDesc = prometheus.NewDesc("alcove_media_voices_paused",
		"Microphones that are not sent to somebody because their line is too slow for all of them.", nil, nil)
	droppedDesc = prometheus.NewDesc("alcove_media_dropped_total",
		"RTP packets that went no further, by why.", []string{"why"}, nil)
)

// Describe implements prometheus.Collector.
func (mediaMetrics) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{
		connectionsDesc, gatesDesc, receivedDesc, forwardedDesc, againDesc, stepsDesc, pausedDesc, hushedDesc,
		droppedDesc,
	} {
		to <- d
	}
}

// Collect implements prometheus.Collector.
func (m mediaMetrics) Collect(to chan<- prometheus.Metric) {
	s := m.sfu.Stats()
	send := func(d *prometheus.Desc, kind prometheus.ValueType, n uint64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, kind, float64(n), labels...)
	}
	send(connectionsDesc, prometheus.GaugeValue, s.Connections)
	send(gatesDesc, prometheus.GaugeValue, s.Gates)
	send(receivedDesc, prometheus.CounterValue, s.Received)
	send(forwardedDesc, prometheus.CounterValue, s.Forwarded)
	send(againDesc, prometheus.CounterValue, s.Retransmitted)
	send(stepsDesc, prometheus.CounterValue, s.StepsDown, "down")
	send(stepsDesc, prometheus.CounterValue, s.StepsUp, "up")
	send(pausedDesc, prometheus.GaugeValue, s.Paused)
	send(hushedDesc, prometheus.GaugeValue, s.Hushed)
	for why, n := range map[string]uint64{
		"gate closed": s.Gated, "duplicate": s.Duplicates, "padding": s.Padding, "too late": s.Stale,
		"malformed": s.Malformed, "not in the offer": s.Unexpected, "panic": s.Panics,
		"waits for a key frame": s.Waiting, "not sent": s.Unsent, "asked again too late": s.Refused,
	} {
		send(droppedDesc, prometheus.CounterValue, n, why)
	}
}
