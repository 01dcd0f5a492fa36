package main

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"alcove/auth"
	"alcove/signaling"
)

func TestTheManualNamesEveryMetric(t *testing.T) {
	descs := make(chan *prometheus.Desc, 100)
	doorMetrics{}.Describe(descs)
	roomMetrics{}.Describe(descs)
	mediaMetrics{}.Describe(descs)
	close(descs)
	manual, err := os.ReadFile("../../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	name := regexp.MustCompile(`fqName: "([a-z_]+)"`)
	found := []string{"alcove_sessions"}
	for d := range descs {
		found = append(found, name.FindStringSubmatch(d.String())[1])
	}
	for _, metric := range found {
		if !strings.Contains(string(manual), "| `"+metric+"` |") {
			t.Errorf("docs/operations.md doesn't tell of %s", metric)
		}
	}
}

func TestARefusalAtTheDoorShowsInTheMetrics(t *testing.T) {
	n := newNode(t, startRedis(t))
	authority := auth.New(auth.NewKeys(), n.store, auth.Options{})
	browsers := signaling.NewServer(signaling.Config{House: n.house, Authority: authority, Rates: n.store, Log: slog.New(slog.DiscardHandler)})
	t.Cleanup(browsers.Close)
	answer := httptest.NewRecorder()
	browsers.Handler().ServeHTTP(answer, httptest.NewRequest("POST", "/api/exchange", strings.NewReader(`{"link":"x"}`)))
	registry := prometheus.NewRegistry()
	registry.MustRegister(doorMetrics{browsers})
	page := httptest.NewRecorder()
	promhttp.HandlerFor(registry, promhttp.HandlerOpts{}).ServeHTTP(page, httptest.NewRequest("GET", "/metrics", http.NoBody))
	if want := `alcove_exchanges_total{how="unknown link"} 1`; !strings.Contains(page.Body.String(), want) {
		t.Errorf("want %s in\n%s", want, page.Body)
	}
}
