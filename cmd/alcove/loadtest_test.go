package main

import (
	"io"
	"strings"
	"testing"
	"time"

	"alcove/bot/load"
)

func TestLoadTestsThatCanNotBeMeantAreRefused(t *testing.T) {
	for name, row := range map[string]struct {
		args string
		want string
	}{
		"no room":                   {"--rooms 0", "--rooms 0: want 1 to"},
		"one person alone":          {"--size 1", "--size 1: want 2 to 25"},
		"more than a group takes":   {"--size 26", "--size 26: want 2 to 25"},
		"no layer":                  {"--layers 0", "--layers 0: want 1 or 3"},
		"layers that don't exist":   {"--layers 2", "--layers 2: want 1 or 3"},
		"no time":                   {"--duration 0s", "--duration 0s: want at least 1s"},
		"a time that is no time":    {"--duration soon", "duration"},
		"two servers":               {"--self --admin 127.0.0.1:1", "--admin"},
		"a flag that doesn't exist": {"--people 3", "people"},
		"a word too many":           {"now", "now"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := readLoadPlan(strings.Fields(row.args), io.Discard)
			if err == nil || !strings.Contains(err.Error(), row.want) {
				t.Errorf("got %v, want an error about %q", err, row.want)
			}
		})
	}
}

func TestALoadTestIsOneFullRoomOfARunningServerUnlessToldOtherwise(t *testing.T) {
	plan, client, err := readLoadPlan(nil, io.Discard)
	want := loadPlan{rooms: 1, size: 12, layers: 1, duration: 30 * time.Second}
	if err != nil || plan != want || client.address != "127.0.0.1:8081" {
		t.Errorf("got %+v at %s, %v; want %+v", plan, client.address, err, want)
	}
}

func TestALoadTestWithoutAServerSaysSo(t *testing.T) {
	err := run(t.Context(), []string{"loadtest", "--admin", "127.0.0.1:1"}, io.Discard, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "is alcove serve running?") {
		t.Errorf("got %v", err)
	}
}

func TestUsageIsReadFromTheMetrics(t *testing.T) {
	const cpu, memory = "process_cpu_seconds_total 1.25\n", "process_resident_memory_bytes 2.6214400e+07\n"
	for name, row := range map[string]struct {
		text string
		want load.Usage
		bad  bool
	}{
		"both, among others": {
			text: "# HELP process_cpu_seconds_total x\ngo_threads 3\n" + cpu + "a{b=\"c d\"} 1\n" + memory,
			want: load.Usage{CPU: 1250 * time.Millisecond, Memory: 25 << 20},
		},
		"no time":         {text: memory, bad: true},
		"no memory":       {text: cpu, bad: true},
		"nothing":         {bad: true},
		"no number":       {text: "process_cpu_seconds_total x\n" + memory, bad: true},
		"less than none":  {text: "process_cpu_seconds_total -1\n" + memory, bad: true},
		"a longer name":   {text: "process_cpu_seconds_total_x 1\n" + memory, bad: true},
		"an endless line": {text: strings.Repeat("x", 1<<20), bad: true},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := readUsage(strings.NewReader(row.text))
			if got != row.want || (err != nil) != row.bad {
				t.Errorf("got %+v, %v; want %+v", got, err, row.want)
			}
		})
	}
}

func TestAChildSaysWhereItIsOnceItIsReady(t *testing.T) {
	const where = "Alcove\n  page   http://localhost:1\n  admin  http://127.0.0.1:2 (metrics, pprof, commands)\n"
	for name, row := range map[string]struct{ printed, want string }{
		"with its demo group": {where + "\nDemo group demo.\n\nFill the circle:  …\n\nmore\n", "127.0.0.1:2"},
		"not ready":           {where, ""},
		"nothing":             {"", ""},
		"without an address":  {"Fill the circle\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			said := make(chan string, 1)
			listen(strings.NewReader(row.printed), said)
			close(said)
			if got := <-said; got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}
