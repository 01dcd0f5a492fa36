package signaling

import (
	"time"

	"alcove/room"
	"alcove/signaling/protocol"
)

// sessionCommandOf translates what staff ask of the session as a whole.
func sessionCommandOf(m protocol.FromBrowser) (room.Command, bool) {
	switch m := m.(type) {
	case protocol.SessionStart:
		return room.Start{Objective: room.TextOf(m.Objective), Open: m.Open, Length: minutesOf(m.Minutes)}, true
	case protocol.SessionLength:
		return room.SetLength{Length: minutesOf(m.Minutes)}, true
	case protocol.SessionEnd:
		return room.End{}, true
	default:
		return nil, false
	}
}

// minutesOf keeps a number that is far too large from wrapping round to a small one.
func minutesOf(n int) time.Duration {
	return time.Duration(min(max(n, -1), int(room.MaxLength/time.Minute)+1)) * time.Minute
}

// sessionOf returns nil where no session runs, or one that nobody has planned.
func sessionOf(a room.AgendaView) *protocol.Session {
	if a.Began.IsZero() {
		return nil
	}
	return &protocol.Session{Objective: a.Objective.Reveal(), Began: a.Began, Minutes: int(a.Length / time.Minute)}
}
