package room

import (
	"slices"
	"time"
)

// A private signal asks staff for something without a word to the group. It is called out to all staff again and again
// until one of them has seen it. Peers see nothing of it: it is in the views of staff and of its sender only. Its words
// are kept in memory alone; everything else of it is saved, and gone when the session is over.

// Limits and times of signals.
const (
	MaxWords        = 120              // characters that may follow a signal
	RepeatSignal    = 20 * time.Second // until it is called out again
	SignalAlone     = 30 * time.Second // without staff, until its sender is told whom else to call
	MissedAfter     = time.Minute      // of a lost line, until staff are told that somebody who asked for them is gone
	signalsInMinute = 20               // of one person: sending, words and taking back together
)

// SignalKind is what a signal says.
type SignalKind string

// The kinds.
const (
	SignalSupport SignalKind = "support" // I need support
	SignalUnsafe  SignalKind = "unsafe"  // I feel unsafe
	SignalHearing SignalKind = "hearing" // I can't hear
	SignalLeaving SignalKind = "leaving" // I need to leave soon
)

// SignalKinds lists every kind.
func SignalKinds() []SignalKind {
	return []SignalKind{SignalSupport, SignalUnsafe, SignalHearing, SignalLeaving}
}

// SignalNumber names a signal to staff, counted from 1 and never reused in a session. Clients name their own by its
// kind: a number would tell how many others have asked.
type SignalNumber int

// signal is one that was sent and not taken back. A person has one of each kind at most.
type signal struct {
	number  SignalNumber
	person  PersonID
	kind    SignalKind
	op      Operation
	since   time.Time
	words   Text
	lost    bool // there were words, and the server that knew them has ended
	edition int  // grows with the words
	calls   int  // how often it was called out
	next    time.Time
	seenBy  PersonID // empty: it waits

	alone      time.Time // since when it has waited without staff; zero: they are there, or it has been seen
	unanswered bool      // for SignalAlone
}

func (s *signal) waits() bool { return s.seenBy == "" }

// onSignal carries out what is about signals. Clients ask for it from the lobby, too; Apply has checked their right.
func (r *Room) onSignal(now time.Time, p *person, c Command) error {
	switch c := c.(type) {
	case SendSignal:
		return r.sendSignal(now, p, c)
	case AddWords:
		return r.addWords(now, p, c)
	case TakeBack:
		return r.takeBack(now, p, c.Kind)
	case SeeSignal:
		return r.seeSignal(p, c)
	default:
		return ErrNotAllowed
	}
}

// sendSignal sends one. Sending a kind that still waits changes nothing but its words, if there are new ones.
func (r *Room) sendSignal(now time.Time, p *person, c SendSignal) error {
	if !slices.Contains(SignalKinds(), c.Kind) {
		return ErrSignal
	}
	words, err := c.Words.clean(MaxWords)
	if err != nil {
		return err
	}
	id := p.member.Person
	old := r.signalOf(id, c.Kind)
	if p.operations.done(c.Op) || old != nil && c.Op != 0 && old.op == c.Op {
		return nil
	}
	if !p.signalPace.take(now, signalsInMinute) {
		return ErrTooOften
	}
	p.operations.add(c.Op)
	if old != nil && old.waits() {
		if words.Reveal() != "" {
			old.say(now, words)
		}
		return nil
	}
	r.dropSignal(old)
	r.lastSignal++
	r.signals = append(r.signals, &signal{
		number: r.lastSignal, person: id, kind: c.Kind, op: c.Op, since: now, words: words,
		calls: 1, next: now.Add(RepeatSignal),
	})
	return nil
}

// addWords sets the words of one's own signal. Staff who had seen it haven't seen these: it waits again.
func (r *Room) addWords(now time.Time, p *person, c AddWords) error {
	words, err := c.Words.clean(MaxWords)
	if err != nil {
		return err
	}
	s := r.signalOf(p.member.Person, c.Kind)
	switch {
	case s == nil:
		return ErrNoSignal
	case s.words.Reveal() == words.Reveal() && !s.lost:
		return nil
	case !p.signalPace.take(now, signalsInMinute):
		return ErrTooOften
	}
	s.say(now, words)
	return nil
}

func (s *signal) say(now time.Time, words Text) {
	s.words, s.lost, s.seenBy = words, false, ""
	s.edition++
	s.calls++
	s.next = now.Add(RepeatSignal)
}

// takeBack forgets one's own signal, seen or not.
func (r *Room) takeBack(now time.Time, p *person, kind SignalKind) error {
	s := r.signalOf(p.member.Person, kind)
	switch {
	case s == nil:
		return ErrNoSignal
	case !p.signalPace.take(now, signalsInMinute):
		return ErrTooOften
	}
	r.dropSignal(s)
	return nil
}

// seeSignal is a member of staff who has seen it as it is in an edition. The first one counts.
func (r *Room) seeSignal(by *person, c SeeSignal) error {
	i := slices.IndexFunc(r.signals, func(s *signal) bool { return s.number == c.Signal })
	switch {
	case i < 0:
		return ErrNoSignal
	case r.signals[i].edition != c.Edition:
		return ErrReworded
	case r.signals[i].waits():
		r.signals[i].seenBy = by.member.Person
	}
	return nil
}

func (r *Room) signalOf(id PersonID, kind SignalKind) *signal {
	i := slices.IndexFunc(r.signals, func(s *signal) bool { return s.person == id && s.kind == kind })
	if i < 0 {
		return nil
	}
	return r.signals[i]
}

func (r *Room) dropSignal(s *signal) {
	r.signals = slices.DeleteFunc(r.signals, func(other *signal) bool { return other == s })
}

// dropSignalsOf forgets what a person has asked for.
func (r *Room) dropSignalsOf(id PersonID) {
	r.signals = slices.DeleteFunc(r.signals, func(s *signal) bool { return s.person == id })
}

// flagged says whether somebody has asked staff for something and hasn't taken it back.
func (r *Room) flagged(id PersonID) bool {
	return slices.ContainsFunc(r.signals, func(s *signal) bool { return s.person == id })
}

// lineOf returns whether a person has a place, and since when its line is lost. Another device in the lobby is not the
// line of whoever sits in the circle.
func (r *Room) lineOf(p *person) (placed bool, lostAt time.Time) {
	if p.seated() {
		return true, p.lostAt
	}
	for _, w := range r.lobby {
		if w.person != p.member.Person {
			continue
		}
		if placed, lostAt = true, w.lostAt; lostAt.IsZero() {
			break
		}
	}
	return placed, lostAt
}

// attendSignals looks who could see them, after anything that may have changed it.
func (r *Room) attendSignals(now time.Time) {
	staff := r.staffHere()
	for _, s := range r.signals {
		switch {
		case !s.waits():
			s.alone, s.unanswered = time.Time{}, false
		case !staff && s.alone.IsZero():
			s.alone = now
		case staff && !s.alone.IsZero(): // whoever comes in sees it, and needn't be told at once that it is still there
			s.alone, s.unanswered = time.Time{}, false
			if !s.next.After(now) {
				s.next = now.Add(RepeatSignal)
			}
		}
	}
	for id, p := range r.people {
		if placed, lostAt := r.lineOf(p); placed && lostAt.IsZero() || !r.flagged(id) {
			p.missed = time.Time{}
		}
	}
}

// signalsDue passes on when a signal or its sender's absence next has something to do.
func (r *Room) signalsDue(sooner func(time.Time)) {
	for _, s := range r.signals {
		switch {
		case !s.waits() || s.unanswered:
		case s.alone.IsZero():
			sooner(s.next)
		default:
			sooner(s.alone.Add(SignalAlone))
		}
	}
	for id, p := range r.people {
		if _, lostAt := r.lineOf(p); !lostAt.IsZero() && p.missed.IsZero() && r.flagged(id) {
			sooner(lostAt.Add(MissedAfter))
		}
	}
}

// tickSignals calls out what is due, and notes whom nobody answers and who is missed. It comes before places are given
// up: how long a line was lost is known only until then.
func (r *Room) tickSignals(now time.Time) {
	for _, s := range r.signals {
		switch {
		case !s.waits():
		case s.alone.IsZero():
			if !now.Before(s.next) {
				s.calls, s.next = s.calls+1, now.Add(RepeatSignal)
			}
		case !now.Before(s.alone.Add(SignalAlone)):
			s.unanswered = true
		}
	}
	for id, p := range r.people {
		_, lostAt := r.lineOf(p)
		if !lostAt.IsZero() && p.missed.IsZero() && r.flagged(id) && !now.Before(lostAt.Add(MissedAfter)) {
			p.missed = lostAt
		}
	}
}
