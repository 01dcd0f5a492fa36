package main

import (
	"github.com/prometheus/client_golang/prometheus"

	"alcove/room/host"
)

// roomMetrics shows how the rooms of this server fare. No label names a room or a person.
type roomMetrics struct{ house *host.House }

var (
	roomsDesc = prometheus.NewDesc("alcove_rooms", "Rooms that run here, by how far their hosts may go.",
		[]string{"mode"}, nil)
	leasesDesc  = prometheus.NewDesc("alcove_leases", "Rooms whose lease is good.", nil, nil)
	saveLagDesc = prometheus.NewDesc("alcove_save_lag_seconds",
		"How long the oldest state of a room that isn't saved has waited.", nil, nil)
	savedDesc      = prometheus.NewDesc("alcove_snapshots_saved_total", "States of rooms that were saved.", nil, nil)
	unansweredDesc = prometheus.NewDesc("alcove_lease_unanswered_total",
		"Renewals and saves that the store did not answer.", nil, nil)
	lostDesc    = prometheus.NewDesc("alcove_leases_lost_total", "Rooms that somebody else had taken.", nil, nil)
	refusedDesc = prometheus.NewDesc("alcove_refused_unavailable_total",
		"Arrivals and commands that were refused because the store did not answer.", nil, nil)
)

// Describe implements prometheus.Collector.
func (roomMetrics) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{
		roomsDesc, leasesDesc, saveLagDesc, savedDesc, unansweredDesc, lostDesc, refusedDesc,
	} {
		to <- d
	}
}

// Collect implements prometheus.Collector.
func (m roomMetrics) Collect(to chan<- prometheus.Metric) {
	s := m.house.Stats()
	gauge := func(d *prometheus.Desc, n float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, n, labels...)
	}
	counter := func(d *prometheus.Desc, n uint64) {
		to <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, float64(n))
	}
	gauge(roomsDesc, float64(s.Serving), "serving")
	gauge(roomsDesc, float64(s.Alone), "alone")
	gauge(roomsDesc, float64(s.Doubting), "doubting")
	gauge(roomsDesc, float64(s.Held), "held")
	gauge(leasesDesc, float64(s.Leases))
	gauge(saveLagDesc, s.SaveLag.Seconds())
	counter(savedDesc, s.Saved)
	counter(unansweredDesc, s.Unanswered)
	counter(lostDesc, s.Lost)
	counter(refusedDesc, s.Refused)
}
