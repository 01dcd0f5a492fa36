package room

// A tech helper looks after lines and never comes into the circle. Once staff let them help, they read which seats there
// are and how their lines fare, by number and without a name, and may write to staff. No sound, no picture and nobody's
// words come to them. Everybody in the circle reads that they help.

// helps says whether the helper behind a browser may look at lines now.
func (r *Room) helps(w *waiter) bool {
	return w != nil && r.running && w.helping && r.people[w.person].member.Role.Can(CanHelp)
}

// SeatLine is how a line fares, as a helper sees it.
type SeatLine struct {
	Seat  SeatNumber
	State LineState
}

// LineState is how the line of a seat is. The zero value is a line without anything to say.
type LineState string

// The states of a line.
const (
	LineSteady LineState = ""
	LinePoor   LineState = "poor"
	LineLost   LineState = "lost"
)

// seatLines is what a helper sees of the circle.
func (r *Room) seatLines() []SeatLine {
	var list []SeatLine
	for _, s := range r.circle() {
		line := SeatLine{Seat: s.seat}
		switch {
		case !s.person.here():
			line.State = LineLost
		case s.person.poor:
			line.State = LinePoor
		}
		list = append(list, line)
	}
	return list
}

// helpers are the names of those who help now, for everybody in the circle.
func (r *Room) helpers() []Name {
	var list []Name
	seen := map[PersonID]bool{}
	for _, w := range r.lobby {
		if r.helps(w) && !seen[w.person] {
			seen[w.person] = true
			list = append(list, NameOf(r.people[w.person].short()))
		}
	}
	return list
}
