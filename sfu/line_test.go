package sfu

import (
	"encoding/binary"
	"math"
	"testing"
	"time"

	"github.com/pion/rtcp"

	"alcove/room"
)

// blockOf is a report block about a sender report that was sent at sent and answered after held.
func blockOf(sent time.Time, held time.Duration) []byte {
	block := make([]byte, 24)
	binary.BigEndian.PutUint32(block[16:], uint32(ntpOf(sent)>>16))
	binary.BigEndian.PutUint32(block[20:], uint32(held.Seconds()*ntpShort))
	return block
}

// about says whether two round trips are the same, as far as short NTP timestamps can tell.
func about(a, b time.Duration) bool { return (a - b).Abs() < time.Millisecond }

func TestARoundTripIsWhatAReportTellsLessWhatTheBrowserWaited(t *testing.T) {
	beforeWrap := time.Unix(1<<16-ntpEpoch%(1<<16)-1, 900e6) // a short timestamp is about to begin anew
	cases := map[string]struct {
		block []byte
		now   time.Time
		want  time.Duration
	}{
		"at once":                        {blockOf(origin, 0), origin.Add(80 * time.Millisecond), 80 * time.Millisecond},
		"after a while":                  {blockOf(origin, 3*time.Second), origin.Add(3040 * time.Millisecond), 40 * time.Millisecond},
		"over the end of short time":     {blockOf(beforeWrap, 0), beforeWrap.Add(300 * time.Millisecond), 300 * time.Millisecond},
		"less than nothing, by rounding": {blockOf(origin, time.Millisecond), origin, 0},
		"before any sender report":       {make([]byte, 24), origin, unknown},
		"of a report yet to come":        {blockOf(origin.Add(time.Hour), 0), origin, unknown},
		"too long to be true":            {blockOf(origin, 0), origin.Add(time.Minute), unknown},
		"held longer than it took":       {blockOf(origin, time.Minute), origin.Add(time.Second), unknown},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			var trips trips
			trips.add(c.block, 1, c.now)
			if got := trips.recent(1, c.now); !about(got, c.want) || (got < 0) != (c.want < 0) {
				t.Errorf("%v, want %v", got, c.want)
			}
		})
	}
}

func TestARoundTripIsSmoothedAndBelongsToItsPathAndTime(t *testing.T) {
	var trips trips
	tell := func(path uint32, trip time.Duration) { trips.add(blockOf(origin.Add(-trip), 0), path, origin) }
	tell(1, 80*time.Millisecond)
	tell(1, 160*time.Millisecond)
	if got := trips.recent(1, origin); !about(got, 90*time.Millisecond) {
		t.Errorf("%v after one slow report, want 90ms", got)
	}
	if got := trips.recent(2, origin); got >= 0 {
		t.Errorf("another path has %v", got)
	}
	tell(2, 20*time.Millisecond)
	if got := trips.recent(2, origin); !about(got, 20*time.Millisecond) {
		t.Errorf("%v, want nothing of the path before", got)
	}
	if got := trips.recent(2, origin.Add(tripAge)); !about(got, 20*time.Millisecond) {
		t.Errorf("%v, want 20ms while it is of late", got)
	}
	if got := trips.recent(2, origin.Add(tripAge+time.Second)); got >= 0 {
		t.Errorf("%v, which is out of date", got)
	}
}

// percent fails unless a figure is as wanted, to one percent.
func percent(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1 {
		t.Errorf("%s: %.1f percent, want %.1f", what, got, want)
	}
}

func TestALineTellsWhatGotLostOfLateInEachDirection(t *testing.T) {
	b := newLineBench()
	b.members["ana"].stage.Visit = "ana"
	b.pass(time.Second, 0)
	if l := b.Line("ana"); l.State != LineNew || l.LossUp != unknown || l.LossDown != unknown || l.RoundTrip != unknown {
		t.Errorf("a new line is %+v", l)
	}
	b.pass(10*time.Second, 0)
	if l := b.Line("ana"); l.State != LineGood || l.LossUp != 0 || l.LossDown != unknown {
		t.Errorf("a good line is %+v", l)
	}
	b.pass(7*time.Second, 5)
	l := b.Line("ana")
	percent(t, "on the way from her", l.LossUp, 20)
	if l.State != LinePoor || !l.PoorUp || l.PoorDown {
		t.Errorf("a line that loses what she sends is %+v", l)
	}
	b.pass(20*time.Second, 0)
	highest, lost := uint32(1000), uint32(0)
	for range 8 {
		b.pass(time.Second, 0)
		highest, lost = highest+100, lost+25
		b.report(t, highest, lost, func(r []rtcp.ReceptionReport) rtcp.Packet {
			r[1].LastSenderReport = uint32(ntpOf(b.now.Add(-250*time.Millisecond)) >> 16)
			r[1].Delay = ntpShort / 10
			return &rtcp.ReceiverReport{SSRC: 8, Reports: r}
		})
	}
	b.pass(time.Second, 0)
	l = b.Line("ana")
	percent(t, "on the way from her", l.LossUp, 0)
	percent(t, "on the way to her", l.LossDown, 25)
	if l.State != LinePoor || l.PoorUp || !l.PoorDown || !about(l.RoundTrip, 150*time.Millisecond) {
		t.Errorf("a line that loses what she gets is %+v", l)
	}
	b.pass(5*time.Second, 1)
	if l = b.Line("ana"); l.State != LinePoor {
		t.Errorf("a line that brings nothing is %+v", l)
	}
	b.peer.paths.Add(1)
	if l = b.Line("ana"); l.State != LineNew || l.RoundTrip != unknown {
		t.Errorf("on another path it is %+v", l)
	}
}

func TestALineTellsWhichSizesOfPicturesComeAndWhichAreReceived(t *testing.T) {
	cases := map[string]struct {
		layers   int
		come     []int
		height   int
		sends    int
		receives [maxLayers + 1]int
	}{
		"three, of which the greatest is shown": {3, []int{0, 1, 2}, 700, 3, [maxLayers + 1]int{0, 0, 1, 0}},
		"three, of which the smallest is shown": {3, []int{0, 1, 2}, 100, 3, [maxLayers + 1]int{1, 0, 0, 0}},
		"three, of which two come":              {3, []int{0, 1}, 700, 2, [maxLayers + 1]int{0, 1, 0, 0}},
		"three, of which none comes":            {3, nil, 700, 0, [maxLayers + 1]int{}},
		"three that come to nobody":             {3, []int{0, 1, 2}, 0, 3, [maxLayers + 1]int{}},
		"only one":                              {1, []int{0}, 100, 1, [maxLayers + 1]int{0, 0, 0, 1}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s := newStudio(t, c.layers)
			s.want(c.height)
			s.run(3*time.Second, c.come...)
			s.now = s.now.Add(-50 * time.Millisecond)
			if ana := s.room.Line("ana"); ana.Layers != c.layers || ana.Sends != c.sends || ana.Receives != [maxLayers + 1]int{} {
				t.Errorf("who sends has %+v", ana)
			}
			if ben := s.room.Line("ben"); ben.Layers != 0 || ben.Sends != 0 || ben.Receives != c.receives {
				t.Errorf("who watches has %+v", ben)
			}
			s.now = s.now.Add(2 * aliveTime)
			if ana, ben := s.room.Line("ana"), s.room.Line("ben"); ana.Sends != 0 || ben.Receives != [maxLayers + 1]int{} {
				t.Errorf("what has stopped is still told: %+v, %+v", ana, ben)
			}
		})
	}
}

func TestARealConnectionHasALineAndNobodyElse(t *testing.T) {
	s, clients, _ := gather(t, "ana", "ben")
	stream(s, clients[0], clients[1], "hello")
	line := s.room.Line("ben")
	if line.State == LineNone || line.Protocol != "udp" {
		t.Errorf("a connection is %+v", line)
	}
	nothing := Line{RoundTrip: unknown, LossUp: unknown, LossDown: unknown}
	for _, visit := range []room.VisitID{"carl", ""} {
		if line := s.room.Line(visit); line != nothing {
			t.Errorf("somebody who isn't there has %+v", line)
		}
	}
	s.room.SetStage(stageOf("ana"))
	if line := s.room.Line("ben"); line != nothing {
		t.Errorf("somebody who has left has %+v", line)
	}
}
