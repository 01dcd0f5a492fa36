package room

import (
	"maps"
	"slices"
	"time"
)

// OwnSignal is what the sender sees of a signal.
type OwnSignal struct {
	Kind      SignalKind
	Words     Text
	WordsLost bool // there were words, and they are gone: the server that knew them has ended
	State     SignalState
	SeenBy    Name // of staff; if it was seen
}

// SignalState is what has become of a signal.
type SignalState string

// The states.
const (
	SignalWaiting    SignalState = "waiting"
	SignalSeen       SignalState = "seen"
	SignalUnanswered SignalState = "unanswered" // no staff have been there for SignalAlone
)

// SignalView is what staff see of a signal that waits. Its sender sits, waits in the lobby, or has left.
type SignalView struct {
	Signal    SignalNumber
	Seat      SeatNumber    // 0: not in the circle
	Waiting   WaitingNumber // 0: not in the lobby
	Name      Name          // as the circle calls them; of somebody who isn't there, as on the roster
	Kind      SignalKind
	Words     Text
	WordsLost bool
	Since     time.Time
	Edition   int // which words these are: SeeSignal says it back
	Calls     int // grows with every call
}

// MissedView is somebody who has asked for staff and whose line has then been lost for MissedAfter.
type MissedView struct {
	Seat  SeatNumber // 0: not in the circle any more
	Name  Name
	Since time.Time // when the line was lost
}

// ownSignals lists what a person has sent, the oldest first.
func (r *Room) ownSignals(id PersonID) []OwnSignal {
	var list []OwnSignal
	for _, s := range r.signals {
		if s.person != id {
			continue
		}
		own := OwnSignal{Kind: s.kind, Words: s.words, WordsLost: s.lost, State: SignalWaiting}
		switch {
		case !s.waits():
			own.State = SignalSeen
			if p := r.people[s.seenBy]; p != nil {
				own.SeenBy = NameOf(p.short())
			}
		case s.unanswered:
			own.State = SignalUnanswered
		}
		list = append(list, own)
	}
	return list
}

// waitingSignals lists what staff haven't seen yet, the oldest first.
func (r *Room) waitingSignals(circle []seated) []SignalView {
	var list []SignalView
	for _, s := range r.signals {
		if !s.waits() {
			continue
		}
		seat, waiting, name := r.whereabouts(s.person, circle)
		list = append(list, SignalView{
			Signal: s.number, Seat: seat, Waiting: waiting, Name: name, Kind: s.kind, Words: s.words, WordsLost: s.lost,
			Since: s.since, Edition: s.edition, Calls: s.calls,
		})
	}
	return list
}

// missed lists who is gone that staff may have to look for, longest first.
func (r *Room) missed(circle []seated) []MissedView {
	var list []MissedView
	for _, id := range slices.Sorted(maps.Keys(r.people)) {
		if p := r.people[id]; !p.missed.IsZero() {
			seat, _, name := r.whereabouts(id, circle)
			list = append(list, MissedView{Seat: seat, Name: name, Since: p.missed})
		}
	}
	slices.SortStableFunc(list, func(a, b MissedView) int { return a.Since.Compare(b.Since) })
	return list
}

// whereabouts is where a person is, and what staff call them there.
func (r *Room) whereabouts(id PersonID, circle []seated) (SeatNumber, WaitingNumber, Name) {
	for _, s := range circle {
		if s.person.member.Person == id {
			return s.seat, 0, s.displayName(circle)
		}
	}
	for _, w := range slices.Backward(r.lobby) {
		if w.person == id {
			return 0, w.number, r.people[id].member.Name
		}
	}
	if p := r.people[id]; p != nil {
		return 0, 0, p.member.Name
	}
	return 0, 0, Name{}
}
