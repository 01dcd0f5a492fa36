package signaling

import (
	"time"

	"alcove/room"
	"alcove/signaling/protocol"
)

// turnCommandOf translates what somebody asks whose turn it is in a round.
func turnCommandOf(m protocol.FromBrowser) (room.Command, bool) {
	switch m.(type) {
	case protocol.TurnBegin:
		return room.BeginTurn{}, true
	case protocol.TurnEnd:
		return room.EndTurn{}, true
	case protocol.TurnPass:
		return room.PassTurn{}, true
	case protocol.TurnLater:
		return room.PostponeTurn{}, true
	default:
		return nil, false
	}
}

// roundCommandOf translates what staff ask of a round.
func roundCommandOf(m protocol.FromBrowser) (room.Command, bool) {
	switch m := m.(type) {
	case protocol.RoundStart:
		return room.StartRound{
			Prompt: room.Prompt{Kind: room.PromptKind(m.Prompt.Kind), Words: m.Prompt.Words},
			Pace:   secondsOf(m.PaceSeconds),
		}, true
	case protocol.RoundNext:
		return room.NextTurn{Seat: room.SeatNumber(m.Seat)}, true
	case protocol.RoundLater:
		return room.PostponeTurnOf{Seat: room.SeatNumber(m.Seat)}, true
	case protocol.RoundMove:
		return room.MoveTurn{Seat: room.SeatNumber(m.Seat), Before: room.SeatNumber(m.Before)}, true
	case protocol.RoundUndo:
		return room.UndoTurn{Seen: m.Seen}, true
	case protocol.RoundStop:
		return room.StopRound{}, true
	default:
		return nil, false
	}
}

// secondsOf keeps a number that is far too large from wrapping round to a small one.
func secondsOf(n int) time.Duration {
	return time.Duration(min(max(n, -1), int(room.MaxPace/time.Second)+1)) * time.Second
}

// roundOf returns nil where no round is going on.
func roundOf(r room.RoundView) *protocol.Round {
	if r.Turn == 0 && r.Of == 0 {
		return nil
	}
	return &protocol.Round{
		Prompt: protocol.Prompt{Kind: string(r.Prompt.Kind), Words: r.Prompt.Words}, PaceSeconds: int(r.Pace / time.Second),
		Turn: int(r.Turn), Begun: r.Begun, Since: r.Since, Next: int(r.Next), Second: r.Second,
	}
}

// staffRoundOf returns what staff see besides.
func staffRoundOf(r room.RoundView) *protocol.StaffRound {
	if r.Of == 0 {
		return nil
	}
	return &protocol.StaffRound{
		Waiting: numbers(r.Waiting), Again: numbers(r.Again), Done: r.Done, Of: r.Of, Over: r.Over, CanUndo: r.CanUndo,
	}
}
