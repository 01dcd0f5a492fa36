package sfu

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// pipe is a line with a queue, and a browser behind it that reports, in virtual time. Rates are in bits per second.
type pipe struct {
	now      time.Time
	gauge    gauge
	line     downlink
	capacity int
	buffer   time.Duration // the longest queue; what comes beyond is lost
	queued   float64       // bits
	spilled  float64       // bits that are lost, less than a packet of them
	sound    int
	steps    []step
	level    int

	noise    func() float64 // what is sent is so many times its rate; nil is exactly
	spread   float64        // how far from 1 that may be
	lost     int            // percent, whatever is sent
	silent   bool           // the browser reports nothing
	ups      int
	downs    int
	short    int // looks at which pictures went out though sound alone lost more than little, after two seconds of it
	shortFor int
}

func newPipe(capacity, sound int, pictures ...picture) *pipe {
	p := &pipe{now: origin, capacity: capacity, buffer: 2 * time.Second, sound: sound, steps: ladder(pictures)}
	p.level = len(p.steps)
	return p
}

// pass lets time go by.
func (p *pipe) pass(d time.Duration) {
	for range int(d / senseEvery) {
		p.now = p.now.Add(senseEvery)
		f := p.carry()
		if p.silent {
			f = flow{}
		}
		before := p.level
		p.level = p.line.allot(p.now, p.gauge.look(f), p.gauge.rate(), p.sound, p.steps)
		p.ups += max(p.level-before, 0)
		p.downs += max(before-p.level, 0)
		if float64(p.sound)*(1-p.spread)*(100-relaxedLoss)/100 <= float64(p.capacity) {
			p.shortFor = 0
		} else if p.shortFor++; p.shortFor > 8 && p.level > 0 {
			p.short++
		}
	}
}

// carry sends what is allowed for one look and returns what became of it.
func (p *pipe) carry() flow {
	seconds := senseEvery.Seconds()
	sent := float64(p.sound+costOf(p.steps, p.level)) * seconds
	if p.noise != nil {
		sent *= p.noise()
	}
	sent -= sent * float64(p.lost) / 100
	wait := time.Duration(p.queued / float64(p.capacity) * float64(time.Second)) // of the first packet
	p.queued += sent
	arrived := min(p.queued, float64(p.capacity)*seconds)
	p.queued -= arrived
	over := max(p.queued-float64(p.capacity)*p.buffer.Seconds(), 0)
	p.queued -= over
	const bits = 8 * 160
	spilled := int((p.spilled + over) / bits)
	p.spilled += over - float64(spilled*bits)
	packets := int(sent/bits*100/float64(max(100-p.lost, 1))) + 1
	return flow{
		packets: packets, lost: spilled + packets*p.lost/100, bytes: int(arrived / 8),
		timed: int(arrived/bits) + 1, queue: wait,
	}
}

func kilo(p picture) picture {
	for i := range p.rates {
		p.rates[i] *= 1000
	}
	return p
}

func circleOf(n int) []picture {
	var all []picture
	for seat := range n {
		all = append(all, kilo(person(seat+1)))
	}
	return all
}

func TestALineThatCarriesEverythingIsNeverLimited(t *testing.T) {
	p := newPipe(100_000_000, 600_000, circleOf(11)...)
	p.pass(10 * time.Minute)
	if p.line.limited || p.level != len(p.steps) || p.downs > 0 {
		t.Errorf("limited %v, level %d of %d, %d steps down", p.line.limited, p.level, len(p.steps), p.downs)
	}
}

func TestASlowLineKeepsWhatFitsAndSoundAlways(t *testing.T) {
	cases := map[string]struct {
		capacity    int // kbit/s, with 600 of sound and eleven cameras
		least, most int // steps that are climbed after a minute
	}{
		"almost everything": {16_000, 25, 33},
		"everybody small":   {600 + 11*150 + 200, 8, 14},
		"five people":       {600 + 5*150, 2, 7},
		"sound only":        {650, 0, 1},
		"not even sound":    {300, 0, 0},
		"hardly anything":   {30, 0, 0},
	}
	for name, c := range cases {
		for _, buffer := range []time.Duration{100 * time.Millisecond, time.Second, 4 * time.Second} {
			t.Run(name+" "+buffer.String(), func(t *testing.T) {
				p := newPipe(c.capacity*1000, 600_000, circleOf(11)...)
				p.buffer = buffer
				p.pass(time.Minute)
				least, most, worst := p.level, p.level, 0.0
				for range 120 {
					p.pass(time.Second)
					least, most = min(least, p.level), max(most, p.level)
					worst = max(worst, p.queued/float64(p.capacity))
				}
				if least < c.least || most > c.most {
					t.Errorf("between %d and %d steps, want %d to %d", least, most, c.least, c.most)
				}
				if c.capacity > 600 && worst > 1 {
					t.Errorf("sound stands in a queue of %.1f s", worst)
				}
				if p.short > 0 {
					t.Errorf("pictures went out at %d looks though sound had too little", p.short)
				}
			})
		}
	}
}

func TestALineThatGetsBetterHasEverythingAgain(t *testing.T) {
	p := newPipe(500_000, 300_000, circleOf(4)...)
	p.pass(20 * time.Second)
	if p.level > 1 {
		t.Fatalf("%d steps on a slow line", p.level)
	}
	p.capacity = 50_000_000
	p.pass(3 * time.Minute)
	if p.line.limited || p.level != len(p.steps) {
		t.Errorf("limited %v, level %d of %d", p.line.limited, p.level, len(p.steps))
	}
	p.capacity = 500_000
	p.pass(5 * time.Second)
	if p.level > 1 {
		t.Errorf("%d steps on a line that is slow again", p.level)
	}
}

func TestABrowserThatReportsNothingIsSentEverything(t *testing.T) {
	p := newPipe(500_000, 300_000, circleOf(4)...)
	p.silent = true
	p.pass(time.Minute)
	if p.line.limited {
		t.Error("limited without a reason")
	}
}

func TestALineThatLosesLittleIsLeftAlone(t *testing.T) {
	for lost, limited := range map[int]bool{1: false, 5: false, 9: false, 15: true, 30: true} {
		p := newPipe(50_000_000, 300_000, circleOf(4)...)
		p.lost = lost
		p.pass(time.Minute)
		if p.line.limited != limited {
			t.Errorf("%d%% lost: limited is %v", lost, p.line.limited)
		}
	}
}

func TestNobodysPictureComesAndGoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		people := rapid.IntRange(1, 11).Draw(t, "people")
		p := newPipe(rapid.IntRange(20_000, 20_000_000).Draw(t, "capacity"), 55_000*people, circleOf(people)...)
		p.buffer = time.Duration(rapid.IntRange(50, 4000).Draw(t, "buffer")) * time.Millisecond
		p.spread = rapid.Float64Range(0, 0.5).Draw(t, "spread")
		r := rapid.Float64Range(1-p.spread, 1+p.spread)
		values := rapid.SliceOfN(r, 50, 50).Draw(t, "noise")
		i := 0
		p.noise = func() float64 { i++; return values[i%len(values)] }
		p.pass(10 * time.Minute)
		ups, downs := p.ups, p.downs
		p.pass(15 * time.Minute)
		if p.short > 0 {
			t.Fatalf("pictures went out at %d looks though sound had too little", p.short)
		}
		// Once it is known what the line carries, it is tried ever more rarely.
		if u, d := p.ups-ups, p.downs-downs; u+d > 40 {
			t.Fatalf("%d steps up and %d down in a quarter of an hour", u, d)
		}
		p.capacity, p.noise = 1<<30, nil
		p.pass(15 * time.Minute)
		if p.line.limited {
			t.Fatalf("still limited to %d of %d steps on a good line", p.level, len(p.steps))
		}
	})
}
