package room

import "time"

// MomentHint is after how long in a moment staff are told, quietly.
const MomentHint = 5 * time.Minute

// moment is somebody's stepping away with the seat kept. The zero value: they are in the circle.
type moment struct {
	away   bool
	since  time.Time
	long   bool // staff have been told
	hushed bool // nothing of the circle is heard in it
}

// due is when staff are to be told of it, or the zero time.
func (m moment) due() time.Time {
	if !m.away || m.long || m.since.IsZero() {
		return time.Time{}
	}
	return m.since.Add(MomentHint)
}

// onRest carries out what has to do with moments and exercises.
func (r *Room) onRest(now time.Time, p *person, c Command) error {
	switch c := c.(type) {
	case TakeMoment:
		return r.takeMoment(now, p)
	case EndMoment:
		return r.endMoment(p)
	case HushGroup:
		return r.hushGroup(p, c.On)
	case StartGrounding:
		return r.startGrounding(now, c.Kind)
	case StopGrounding:
		r.grounding = exercise{}
		return nil
	default:
		return ErrNotAllowed
	}
}

// takeMoment lets somebody step away with the seat kept: microphone, camera and screen off, and a soft sign on the seat. Nobody
// else can do it for them, and only they can come back.
func (r *Room) takeMoment(now time.Time, p *person) error {
	if !p.moment.away {
		p.moment = moment{away: true, since: now}
	}
	r.unshare(p)
	p.microphone, p.camera = false, false
	return nil
}

// endMoment brings them back. Microphone and camera stay off until their owner turns them on.
func (r *Room) endMoment(p *person) error {
	p.moment = moment{}
	return nil
}

// hushGroup keeps the circle's sound out of somebody's moment, or lets it in again.
func (r *Room) hushGroup(p *person, on bool) error {
	if !p.moment.away {
		return ErrNoMoment
	}
	p.moment.hushed = on
	return nil
}

// Grounding is a guided exercise.
type Grounding string

// The exercises.
const (
	GroundingNone   Grounding = ""
	GroundingSenses Grounding = "senses" // 5-4-3-2-1
	GroundingBreath Grounding = "breath" // 4 s in, 6 s out
	GroundingFeet   Grounding = "feet"   // feet on the floor
)

// lengths says how long an exercise takes when it is done together. The page divides them into its steps.
var lengths = map[Grounding]time.Duration{
	GroundingSenses: 100 * time.Second,
	GroundingBreath: 100 * time.Second,
	GroundingFeet:   80 * time.Second,
}

// exercise is one that is done together. Everybody's page finds its step from when it began, by the server's clock.
type exercise struct {
	kind  Grounding
	began time.Time
}

// end is when it is over, or the zero time.
func (e exercise) end() time.Time {
	if e.kind == GroundingNone {
		return time.Time{}
	}
	return e.began.Add(lengths[e.kind])
}

func (r *Room) startGrounding(now time.Time, kind Grounding) error {
	if lengths[kind] == 0 {
		return ErrGrounding
	}
	r.grounding = exercise{kind, now}
	return nil
}

// tickMoments tells staff of those who have been away for long, and ends an exercise that is over.
func (r *Room) tickMoments(now time.Time) {
	for _, p := range r.people {
		if due := p.moment.due(); !due.IsZero() && !now.Before(due) {
			p.moment.long = true
		}
	}
	if end := r.grounding.end(); !end.IsZero() && !now.Before(end) {
		r.grounding = exercise{}
	}
}
