package room

import (
	"slices"
	"time"
)

// Gesture is a gentle signal to the circle: without a sound, a count or an answer. It is an Event and never part of a
// View or a snapshot, so that nothing of it stays; pages show it for six seconds at most.
type Gesture string

// The gestures.
const (
	GestureWithYou Gesture = "with-you"
	GestureMeToo   Gesture = "me-too"
	GestureThanks  Gesture = "thanks"
	GestureNod     Gesture = "nod"
)

// Gestures lists every gesture there is.
func Gestures() []Gesture {
	return []Gesture{GestureWithYou, GestureMeToo, GestureThanks, GestureNod}
}

// Nobody shows more than maxGestures a minute, nor two within gestureGap: one after the other, and no drumming.
const (
	gestureGap  = 2 * time.Second
	maxGestures = 10
)

// sendGesture shows a gesture to everybody whom the circle reaches, its sender among them; in a talk in private
// that is the other one. It is allowed in every floor mode, as it is silent; whoever has stepped away or paused is not in
// the circle, so can't.
func (r *Room) sendGesture(now time.Time, p *person, g Gesture) ([]Event, error) {
	switch {
	case !slices.Contains(Gestures(), g):
		return nil, ErrGesture
	case !r.running:
		return nil, ErrNotStarted
	case p.private:
		return nil, ErrPrivate
	case p.moment.away:
		return nil, ErrResting
	case r.absence.pause():
		return nil, ErrPaused
	case !p.gesturePace.takeApart(now, maxGestures, gestureGap):
		return nil, ErrTooOften
	}
	var events []Event
	seat := r.seatNumber(p.member.Person)
	for _, s := range r.circle() {
		if r.audience(s.person) == r.audience(p) && s.person.attends() && !s.person.moment.away {
			events = append(events, Gestured{To: s.person.visit, Seat: seat, Gesture: g})
		}
	}
	return events, nil
}
