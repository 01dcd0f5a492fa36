package room_test

import (
	"slices"

	"alcove/room"
)

// The account of a round: which turns have come to anything, by what was granted. Whoever was skipped is not in it.

type account struct {
	seat  room.SeatNumber
	final bool // they spoke or let it pass
}

// writeTurn notes what somebody has made of their own turn.
func (m *machine) writeTurn(before scene, v room.VisitID, c room.Command) {
	seat := before.by(v).Seat
	switch c.(type) {
	case room.TakeMoment, room.TakePrivacy:
		if before.round.Turn == seat && !m.none(before) {
			m.end(seat, false)
		}
		m.missed = m.missed || m.none(before)
		return
	default:
	}
	m.require(before.round.Turn == seat || m.none(before), "somebody had a turn that wasn't theirs")
	switch c.(type) {
	case room.BeginTurn:
	case room.EndTurn, room.PassTurn:
		m.end(seat, true)
	default: // PostponeTurn
		m.end(seat, false)
	}
}

// none says whether no staff sit who could see the round, so that the account can't either.
func (m *machine) none(before scene) bool { return before.round.Of == 0 }

func (m *machine) end(seat room.SeatNumber, final bool) {
	m.turns = append(m.turns, account{seat, final})
}

// forgetTurns leaves what was done and nobody who did it: the seat is somebody else's from now on.
func (m *machine) forgetTurns(seat room.SeatNumber) {
	for i := range m.turns {
		if m.turns[i].seat == seat {
			m.turns[i].seat = 0
		}
	}
}

func (m *machine) writeRound(before scene, c room.Command) {
	was := before.round
	switch c := c.(type) {
	case room.StartRound:
		m.require(was.Turn == 0, "a round within a round")
		m.turns, m.missed = nil, false
	case room.NextTurn:
		m.require(c.Seat == was.Turn, "somebody was skipped")
		m.end(c.Seat, true)
	case room.PostponeTurnOf:
		m.require(c.Seat == was.Turn && !slices.Contains(was.Again, c.Seat), "somebody was put off twice")
		m.end(c.Seat, false)
	case room.UndoTurn:
		m.require(c.Seen == was.Over && (len(m.turns) > 0 || m.missed), "something else was undone")
		if m.missed {
			m.turns = nil // it may have been the one that the account has not
		} else {
			m.turns = m.turns[:len(m.turns)-1]
		}
	case room.StopRound:
		m.turns = nil
	default: // MoveTurn changes nothing that this account holds
	}
}

// turn holds that nobody waits twice, that it is somebody's turn as long as anybody waits who is there, and that nobody
// is asked again who has spoken or passed.
func (m *machine) turn(now scene) {
	r := now.round
	if r.Of == 0 {
		return
	}
	waiting := append([]room.SeatNumber{r.Turn}, r.Waiting...)
	for i, seat := range waiting {
		m.require(!slices.Contains(waiting[:i], seat), "somebody waits twice")
		over := func(a account) bool { return a.seat == seat && a.final }
		m.require(seat == 0 || !slices.ContainsFunc(m.turns, over), "somebody is asked who has had a turn")
	}
	m.require(r.Turn != 0 || len(r.Waiting) == 0, "people wait and it is nobody's turn")
	m.require(r.Turn == 0 || now.at(r.Turn).Seat != 0, "it is the turn of an empty seat")
	m.require(r.Turn == 0 || counted(m.known[nameOf(now.at(r.Turn).Person)]), "it is the turn of somebody who takes none")
	m.require(r.Done+len(r.Waiting) <= r.Of && r.Done >= 0, "the count is wrong")
	for _, s := range now.circle {
		view, _ := m.View(s.Visit)
		m.require(view.Round.Turn == r.Turn, "two people see different turns")
		m.require(!view.Round.Second || s.Seat == r.Turn, "a second turn for somebody else")
	}
}
