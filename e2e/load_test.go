package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"os/exec"
	"strings"
	"testing"

	"alcove/bot/load"
)

// loadtest runs alcove loadtest for one room of four, and returns what it has measured.
func loadtest(t *testing.T, args ...string) load.Result {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	var printed, said bytes.Buffer
	cmd := exec.CommandContext(ctx, binary,
		append([]string{"loadtest", "--rooms", "1", "--size", "4", "--duration", "3s", "--json"}, args...)...)
	cmd.Stdout, cmd.Stderr = &printed, &said
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s", err, said.String())
	}
	var r load.Result
	lines := json.NewDecoder(&printed)
	lines.DisallowUnknownFields()
	if err := lines.Decode(&r); err != nil {
		t.Fatalf("%v\n%s", err, printed.String())
	}
	if lines.More() {
		t.Error("there is more than one JSON value on the standard output")
	}
	return r
}

const (
	people = 4 // in a load test here

	// Packets a second, as docs/operations.md says.
	soundRate = 50
	smallRate = 20
	midRate   = 60
	largeRate = 180
)

// checkLoad checks what holds however busy the machine is: so many packets go to a participant for each that one of them
// sends.
func checkLoad(t *testing.T, r load.Result, want float64) {
	t.Helper()
	if r.Participants != people || r.Joined != people {
		t.Errorf("%d of %d joined, want %d", r.Joined, r.Participants, people)
	}
	// Both rates are of the same seconds, so their ratio holds on a busy machine too.
	if ratio := r.ForwardedPPS / r.PublishedPPS; ratio < 0.8*want || ratio > 1.2*want {
		t.Errorf("%.0f packets/s became %.0f, want %.2f times as many", r.PublishedPPS, r.ForwardedPPS, want)
	}
	// A slot whose numbers jump, as when it moves to another person or layer, would have lost thousands.
	if r.Loss < 0 || r.Loss > 0.1 {
		t.Errorf("loss %f", r.Loss)
	}
	l := r.LatencyMS
	if l.P50 <= 0 || l.P50 > l.P95 || l.P95 > l.P99 || l.P99 > l.Max {
		t.Errorf("latency %+v", l)
	}
	if r.JoinMS.P50 <= 0 || r.JoinMS.P50 > r.JoinMS.P99 {
		t.Errorf("joining %+v", r.JoinMS)
	}
	if r.Server.CPUPerPacket <= 0 || r.Server.MemoryPerParticipant < 0 || r.Generator.CPUPerPacket <= 0 {
		t.Errorf("server %+v, generator %+v", r.Server, r.Generator)
	}
}

func TestALoadTestStartsAServerAndMeasuresIt(t *testing.T) {
	// Settings of a server beside it are none of the child's business.
	t.Setenv("ALCOVE_REDIS_URL", "redis://127.0.0.1:1")
	checkLoad(t, loadtest(t, "--self"), people-1)
}

func TestALoadTestOfThreeLayersBringsOneLargePictureAndTheOthersSmall(t *testing.T) {
	// Long enough for another person to become large. Nobody gets the middle layer, which is sent all the same: it is what
	// is fallen back on.
	r := loadtest(t, "--self", "--layers", "3", "--duration", "6s")
	const sent = soundRate + smallRate + midRate + largeRate
	const received = (people-1)*soundRate + largeRate + (people-2)*smallRate
	checkLoad(t, r, float64(received)/sent)
}

func TestALoadTestMeasuresARunningServerAndLeavesNobodyBehind(t *testing.T) {
	s := start(t)
	checkLoad(t, loadtest(t, "--admin", strings.TrimPrefix(s.admin, "http://")), people-1)
	var groups []struct{ ID, Name string }
	s.call(http.MethodGet, "/admin/groups", &groups)
	for _, g := range groups {
		if g.ID == s.group {
			continue
		}
		var people []struct{ Person string }
		s.call(http.MethodGet, "/admin/groups/"+g.ID+"/people", &people)
		if len(people) != 0 {
			t.Errorf("%d people are still in the group %s", len(people), g.Name)
		}
	}
	if len(groups) != 2 {
		t.Errorf("%d groups, want the demo group and that of the load test", len(groups))
	}
}
