package signaling

import "time"

// When a browser that doesn't answer is taken to be gone. It is asked every pingEvery.
const (
	quietTime = 2500 * time.Millisecond // shown to the others as "reconnecting", and neither heard nor seen
	deadTime  = 15 * time.Second        // its connection is given up
	lookEvery = pingEvery / 2           // so that quietTime is noticed well within 3 s
)

// presence is what a session knows of its browser's signs of life.
type presence struct {
	looked time.Time
	awake  time.Time // since when this process has looked on time
	quiet  bool
}

func newPresence(now time.Time) *presence { return &presence{looked: now, awake: now} }

// look takes in when the browser was last heard, and says whether it is to be given up. A look that comes late proves
// only that this process was held up: whatever the browser has sent still waits to be read, and it gets its time anew.
func (p *presence) look(now, heard time.Time) (dead bool) {
	if now.Sub(p.looked) > 2*pingEvery {
		p.awake = now
	}
	p.looked = now
	if heard.After(p.awake) {
		p.quiet = now.Sub(heard) >= quietTime
		return now.Sub(heard) >= deadTime
	}
	// Not heard since: what was known before holds until there is reason to say otherwise.
	p.quiet = p.quiet || now.Sub(p.awake) >= quietTime
	return now.Sub(p.awake) >= deadTime
}
