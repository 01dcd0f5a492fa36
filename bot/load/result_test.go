package load

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"
)

func TestAPercentileIsAValueOfTheList(t *testing.T) {
	hundred := make([]time.Duration, 100)
	for i := range hundred {
		hundred[i] = time.Duration(i + 1)
	}
	for name, row := range map[string]struct {
		list []time.Duration
		p    float64
		want time.Duration
	}{
		"nothing":                {nil, 99, 0},
		"one value, half":        {[]time.Duration{7}, 50, 7},
		"one value, the worst":   {[]time.Duration{7}, 100, 7},
		"half of two":            {[]time.Duration{1, 2}, 50, 1},
		"half of three":          {[]time.Duration{1, 2, 3}, 50, 2},
		"half of a hundred":      {hundred, 50, 50},
		"99 percent of hundred":  {hundred, 99, 99},
		"99.5 percent is beyond": {hundred, 99.5, 100},
		"the worst of a hundred": {hundred, 100, 100},
		"the least":              {hundred, 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			if got := percentile(row.list, row.p); got != row.want {
				t.Errorf("got %d, want %d", got, row.want)
			}
		})
	}
}

func TestFiguresAreByPacketAndByParticipant(t *testing.T) {
	w := window{
		before: Usage{Memory: 20 << 20},
		begin:  Usage{CPU: 2 * time.Second, Memory: 30 << 20},
		end:    Usage{CPU: 3 * time.Second, Memory: 26 << 20},
		lasted: 10 * time.Second, own: 500 * time.Millisecond,
		counts: counts{published: 10_000, received: 90_000, missing: 10_000},
		delays: []time.Duration{3 * time.Millisecond, time.Millisecond, 2 * time.Millisecond},
	}
	people := []*participant{
		{joined: true}, {joined: true, took: 40 * time.Millisecond}, {joined: true, took: 20 * time.Millisecond}, {},
	}
	want := Result{
		Joined: 3, PublishedPPS: 1000, ForwardedPPS: 9000, Loss: 0.1,
		LatencyMS: Latency{P50: 2, P95: 3, P99: 3, Max: 3}, JoinMS: Join{P50: 20, P99: 40},
		Server:    Server{CPUPerPacket: 11.11, MemoryPerParticipant: 2},
		Generator: Generator{CPUPerPacket: 5},
	}
	if got := *w.result(people); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestAResultOfNothingIsStillJSON(t *testing.T) {
	r := (&window{}).result(nil)
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"participants":0,"joined":0,"published_pps":0,"forwarded_pps":0,"loss":0,` +
		`"latency_ms":{"p50":0,"p95":0,"p99":0,"max":0},"join_ms":{"p50":0,"p99":0},` +
		`"server":{"cpu_us_per_packet":0,"rss_mib_per_participant":0},"generator":{"cpu_us_per_packet":0}}`
	if string(text) != want {
		t.Errorf("got  %s\nwant %s", text, want)
	}
}

func TestAResultReadsAloud(t *testing.T) {
	var out bytes.Buffer
	r := Result{Participants: 12, Joined: 11, Loss: 0.0125, LatencyMS: Latency{Max: 4.5}}
	if err := r.Print(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"11 of 12", "1.250 %", "4.50 (worst)"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in:\n%s", want, out.String())
		}
	}
}
