package room

import (
	"slices"
	"time"
)

// round is a go-around: everybody is asked once, in the order of the seats, and starts, passes, or asks to be asked
// again at the end. Whoever isn't there when their turn comes is asked at the end, too, and nobody a third time. A turn
// that has come to somebody waits for them like their seat does, and nothing here ever cuts anybody off.
//
// A turn gives no permission and opens no microphone; of the floor see loan. Staff and their helpers take no turns.
type round struct {
	prompt Prompt
	pace   time.Duration // what was agreed for each; 0: nothing was
	queue  []PersonID    // who is still to be asked, each once; the first one's turn it is
	past   []turn        // what came of the turns so far, in their order
	open   time.Time     // since when it is the first one's turn; zero: nobody has been asked yet
	begun  bool          // they have begun
}

// turn is a turn that is over.
type turn struct {
	person PersonID
	came   outcome
}

// outcome is what came of a turn. The zero value: the person was not there.
type outcome string

const (
	turnMissed outcome = ""
	turnTaken  outcome = "taken"
	turnPassed outcome = "passed"
	turnLater  outcome = "later" // they come back at the end
)

// final says whether a turn with this outcome is the only one that its person gets.
func (o outcome) final() bool { return o == turnTaken || o == turnPassed }

// MaxPace is the longest time for each that a round can suggest.
const MaxPace = 10 * time.Minute

// takesTurns says whether a round asks somebody of this role.
func (r Role) takesTurns() bool { return r.counted() && r.Can(CanSpeak) }

// startRound begins a round with everybody who is in the circle. One that is over gives way to the next.
func (r *Room) startRound(c StartRound) error {
	switch {
	case !r.running:
		return ErrNotStarted
	case r.round != nil && len(r.round.queue) > 0:
		return ErrRound
	case c.Pace < 0 || c.Pace > MaxPace:
		return ErrPace
	}
	prompt, err := c.Prompt.clean()
	if err != nil {
		return err
	}
	next := &round{prompt: prompt, pace: c.Pace}
	r.gather(next)
	if len(next.queue) == 0 {
		return ErrNobodyThere
	}
	r.round = next
	return nil
}

// stopRound ends the round. Whoever was not asked yet isn't.
func (r *Room) stopRound() error {
	if r.round == nil {
		return ErrNoRound
	}
	r.round = nil
	return nil
}

// carryOutRound carries out what is asked of a round; Apply has checked the right to ask.
func (r *Room) carryOutRound(by PersonID, c Command) error {
	mine := func(came outcome) error { d, err := r.turnOf(by); return endTurn(d, err, came) }
	theirs := func(n SeatNumber, came outcome) error { d, err := r.turnAt(n); return endTurn(d, err, came) }
	switch c := c.(type) {
	case BeginTurn:
		return r.beginTurn(by)
	case EndTurn:
		return mine(turnTaken)
	case PassTurn:
		return mine(turnPassed)
	case PostponeTurn:
		return mine(turnLater)
	case StartRound:
		return r.startRound(c)
	case NextTurn:
		return theirs(c.Seat, turnTaken)
	case PostponeTurnOf:
		return theirs(c.Seat, turnLater)
	case MoveTurn:
		return r.moveTurn(c.Seat, c.Before)
	case UndoTurn:
		return r.undoTurn(c.Seen)
	case StopRound:
		return r.stopRound()
	default:
		return ErrNotAllowed
	}
}

// gather takes in whoever has come to the circle and has had no turn: in the order of the seats, and before those who
// come back at the end.
func (r *Room) gather(d *round) {
	for _, s := range r.circle() {
		id := s.person.member.Person
		if !s.person.member.Role.takesTurns() || slices.Contains(d.queue, id) || d.asked(id) {
			continue
		}
		at := slices.IndexFunc(d.queue, d.asked)
		if at < 0 || at == 0 && !d.open.IsZero() { // nobody goes before the one whose turn it is
			at = len(d.queue)
		}
		d.queue = slices.Insert(d.queue, at, id)
	}
}

// asked says whether somebody has had a turn, whatever came of it.
func (d *round) asked(id PersonID) bool {
	return slices.ContainsFunc(d.past, func(t turn) bool { return t.person == id })
}

// turnOf returns the round if it is the turn of id.
func (r *Room) turnOf(id PersonID) (*round, error) {
	switch {
	case r.round == nil:
		return nil, ErrNoRound
	case id == "" || len(r.round.queue) == 0 || r.round.queue[0] != id:
		return nil, ErrNotTheirTurn
	}
	return r.round, nil
}

// turnAt returns the round if it is the turn of whoever has seat n. Two therapists who go on at the same moment mean
// the same person: the second one's press must not skip the next.
func (r *Room) turnAt(n SeatNumber) (*round, error) {
	if n < 1 || int(n) > len(r.seats) {
		return nil, ErrNobodyThere
	}
	return r.turnOf(r.seats[n-1])
}

// beginTurn is somebody's own word that they have started; being heard says the same.
func (r *Room) beginTurn(id PersonID) error {
	d, err := r.turnOf(id)
	if err != nil {
		return err
	}
	d.begun = true
	return nil
}

// endTurn ends the turn of its owner, if d is the round in which it is theirs.
func endTurn(d *round, err error, came outcome) error {
	switch {
	case err != nil:
		return err
	case came == turnLater && d.asked(d.queue[0]):
		return ErrSecondTurn
	}
	d.close(came)
	return nil
}

// close ends the turn of the first in the queue. Whoever wasn't there or wants to come back is asked again at the end,
// once.
func (d *round) close(came outcome) {
	id := d.queue[0]
	again := !came.final() && !d.asked(id)
	d.queue = slices.Delete(d.queue, 0, 1)
	if again {
		d.queue = append(d.queue, id)
	}
	d.past = append(d.past, turn{id, came})
	d.open, d.begun = time.Time{}, false
}

// moveTurn puts somebody who waits for their turn before another who does, or last.
func (r *Room) moveTurn(who, before SeatNumber) error {
	if r.round == nil {
		return ErrNoRound
	}
	waits := func(n SeatNumber) int {
		if n < 1 || int(n) > len(r.seats) {
			return -1
		}
		return slices.Index(r.round.queue, r.seats[n-1])
	}
	from, to := waits(who), len(r.round.queue)
	if before != 0 {
		to = waits(before)
	}
	if from < 1 || to < 1 { // not in the queue, or it is their turn
		return ErrNotWaiting
	}
	id := r.round.queue[from]
	if to > from {
		to--
	}
	r.round.queue = slices.Insert(slices.Delete(r.round.queue, from, from+1), to, id)
	return nil
}

// undoTurn takes back the last turn that came to anything, and what was skipped since: its person is asked again, and
// whoever was asked meanwhile comes next. Seen is how many turns were over when the asker looked.
func (r *Room) undoTurn(seen int) error {
	d := r.round
	if d == nil {
		return ErrNoRound
	}
	if seen != len(d.past) {
		return ErrMeanwhile
	}
	last := len(d.past) - 1
	for last >= 0 && d.past[last].came == turnMissed {
		last--
	}
	if last < 0 {
		return ErrNoTurn
	}
	var back []PersonID
	for _, t := range d.past[last:] {
		if !slices.Contains(back, t.person) {
			back = append(back, t.person)
		}
	}
	rest := slices.DeleteFunc(d.queue, func(id PersonID) bool { return slices.Contains(back, id) })
	d.queue, d.past = append(back, rest...), d.past[:last]
	d.open, d.begun = time.Time{}, false
	return nil
}

// goRound comes after everything that has happened: it takes newcomers in, ends the turn of whoever has given up the
// seat, has stepped away or aside or has paused, and goes on to the next person who is there.
func (r *Room) goRound(now time.Time) {
	d := r.round
	if d == nil {
		return
	}
	r.gather(d)
	for len(d.queue) > 0 {
		p := r.people[d.queue[0]]
		gone := p == nil || !p.seated() || !p.member.Role.takesTurns()
		switch asked := !d.open.IsZero(); {
		case !gone && asked && !p.elsewhere():
			return // also while the connection is lost: a turn is kept as long as the seat
		case !gone && asked:
			d.close(turnLater)
		case !gone && p.here() && !p.elsewhere():
			d.open = now
			return
		default:
			d.close(turnMissed)
		}
	}
}

// RoundView is what a member sees of a round. What came of anybody's turn is not among it. The zero value: none is
// going on.
type RoundView struct {
	Prompt Prompt
	Pace   time.Duration // what was agreed for each; 0: nothing was
	Turn   SeatNumber    // whose turn it is; 0: everybody has been asked
	Begun  bool          // they have begun
	Since  time.Time     // since when it is their turn
	Next   SeatNumber    // who comes next; 0: nobody

	// Second is for the person whose turn it is: they have been asked before, so they can't be asked again later.
	Second bool

	// Staff only.
	Waiting []SeatNumber // who comes next, in their order, also those who aren't there now
	Again   []SeatNumber // who of them, and of whom the turn is, has been asked before
	Done    int          // how many won't be asked again
	Of      int          // and out of how many
	Over    int          // how many turns are over; see UndoTurn
	CanUndo bool
}

// roundView returns what p sees of the round. Once everybody has been asked only staff see it, who may take the last
// turn back.
func (r *Room) roundView(p *person) RoundView {
	d, staff := r.round, p.member.Role.Can(CanModerate)
	if d == nil || len(d.queue) == 0 && !staff {
		return RoundView{}
	}
	view := RoundView{Prompt: d.prompt, Pace: d.pace, Begun: d.begun, Since: d.open}
	if len(d.queue) > 0 {
		view.Turn = r.seatNumber(d.queue[0])
		view.Second = d.queue[0] == p.member.Person && d.asked(d.queue[0])
		for _, id := range d.queue[1:] {
			if next := r.people[id]; view.Next == 0 && next != nil && next.here() && !next.elsewhere() {
				view.Next = r.seatNumber(id)
			}
		}
	}
	if !staff {
		return view
	}
	for i, id := range d.queue {
		if i > 0 {
			view.Waiting = append(view.Waiting, r.seatNumber(id))
		}
		if d.asked(id) {
			view.Again = append(view.Again, r.seatNumber(id))
		}
	}
	view.Done = d.finished()
	view.Of, view.Over = view.Done+len(d.queue), len(d.past)
	view.CanUndo = slices.ContainsFunc(d.past, func(t turn) bool { return t.came != turnMissed })
	return view
}

// finished counts the people who will not be asked again.
func (d *round) finished() int {
	done := map[PersonID]bool{}
	for _, t := range d.past {
		done[t.person] = !slices.Contains(d.queue, t.person)
	}
	n := 0
	for _, over := range done {
		if over {
			n++
		}
	}
	return n
}
