package room

import (
	"slices"
	"time"
)

// loan is the floor that goes with a turn in a round: where the floor is given to persons, whoever's turn it is may be
// heard, and the turn's end takes it back. It opens no microphone and gives no permission to speak: whoever staff have
// muted has their turn without the floor, until staff invite them. In a cool-down there is nothing to lend.
//
// Staff are stronger than a turn: what they take from somebody in it stays taken until it is over. The zero value is
// nobody's turn.
type loan struct {
	person   PersonID
	open     time.Time // since when it is their turn; with person it names the turn
	made     bool      // the turn has given them the floor
	withheld bool      // staff have taken it from them
}

// openTurn is whose turn it is, and since when. Nobody's: an empty person.
func (d *round) openTurn() (PersonID, time.Time) {
	if d == nil || len(d.queue) == 0 || d.open.IsZero() {
		return "", time.Time{}
	}
	return d.queue[0], d.open
}

// followTurn comes after everything that has happened: it ends the loan of a turn that is over, and makes that of the
// one which is open. Doing it again changes nothing.
func (r *Room) followTurn() {
	id, open := r.round.openTurn()
	if r.floor.loan.person != id || !r.floor.loan.open.Equal(open) {
		r.endLoan()
		r.floor.loan = loan{person: id, open: open}
	}
	p := r.people[id]
	if p == nil || r.floor.loan.withheld || !p.maySpeak || r.floor.lets(p) || r.floor.mode.holds() == 0 {
		return
	}
	if r.floor.mode == FloorOneVoice && len(r.floor.given) > 0 {
		// By nobody of the staff, so that any of them who gives the floor at the same moment is told that it has gone on.
		r.floor.given, r.floor.taken = nil, r.restrict(&person{})
		r.hush()
	}
	r.floor.given = append(r.floor.given, id)
	r.floor.loan.made = true
}

// endLoan takes back what a turn has given. Nothing that staff take back later brings it again.
func (r *Room) endLoan() {
	over := r.floor.loan
	r.floor.loan = loan{}
	p := r.people[over.person]
	if p == nil || !over.made {
		return
	}
	r.undo.given = slices.DeleteFunc(r.undo.given, func(id PersonID) bool { return id == over.person })
	r.leaveFloor(p)
}

// withhold notes that staff have taken the floor, or the permission to speak, from p. If it is their turn it gives
// them nothing more.
func (f *floor) withhold(p *person) {
	if f.loan.person == p.member.Person {
		f.loan.withheld = true
	}
}

// unwithhold notes that staff have given p the floor.
func (f *floor) unwithhold(p *person) {
	if f.loan.person == p.member.Person {
		f.loan.withheld = false
	}
}

// savedLoan is absent where it was nobody's turn, and in rooms that were saved before turns gave the floor.
type savedLoan struct {
	Person   string    `json:"person"`
	Open     time.Time `json:"open"`
	Made     bool      `json:"made,omitempty"`
	Withheld bool      `json:"withheld,omitempty"`
}

func (l loan) save() savedLoan { return savedLoan{string(l.person), l.open, l.made, l.withheld} }

func (s savedLoan) restore() loan { return loan{PersonID(s.Person), s.Open, s.Made, s.Withheld} }
