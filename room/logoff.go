package room

import (
	"maps"
	"time"
)

// A device that somebody has left open, or that others use too, is logged off: a browser that waits for LobbyIdle, and
// every browser of a session once it is over for AfterSession. Whoever is logged off needs the link again: tickets of
// visits that began before are worth nothing from then on, on any server.

// Times of the rule.
const (
	LobbyIdle    = 90 * time.Minute
	AfterSession = 10 * time.Minute
	visitLimit   = 12 * time.Hour // no ticket is good for longer, so nothing older needs to be remembered
)

// loggedOff says whether a visit that is not in the room may not come back to it.
func (r *Room) loggedOff(now time.Time, f Arrived) bool {
	return f.Begun.Before(r.idle[f.Membership.Person]) || f.Begun.Before(r.endedFor(now))
}

// endedFor returns when the session ended whose browsers are logged off by now, or the zero time.
func (r *Room) endedFor(now time.Time) time.Time {
	if r.ended.IsZero() || now.Before(r.ended.Add(AfterSession)) {
		return time.Time{}
	}
	return r.ended
}

// logoffDue returns when a waiting browser is logged off.
func (r *Room) logoffDue(w *waiter) time.Time {
	due := w.since.Add(LobbyIdle)
	if after := r.ended.Add(AfterSession); w.begun.Before(r.ended) && after.Before(due) {
		return after
	}
	return due
}

// logOff ends a visit that has waited for too long, and its ticket with it.
func (r *Room) logOff(now time.Time, w *waiter) []Event {
	maps.DeleteFunc(r.idle, func(_ PersonID, t time.Time) bool { return now.Sub(t) > visitLimit })
	r.idle[w.person] = now
	return r.dismiss(w, FarewellIdle)
}
