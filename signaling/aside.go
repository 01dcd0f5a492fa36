package signaling

import (
	"alcove/room"
	"alcove/signaling/protocol"
)

// Signals and messages, on their way to a browser. Their words become plain text here, as names do in viewOf.

func ownSignalsOf(signals []room.OwnSignal) []protocol.OwnSignal {
	var list []protocol.OwnSignal
	for _, s := range signals {
		list = append(list, protocol.OwnSignal{
			Kind: protocol.SignalKind(s.Kind), Words: s.Words.Reveal(), WordsLost: s.WordsLost,
			State: string(s.State), SeenBy: s.SeenBy.Reveal(),
		})
	}
	return list
}

func signalsOf(signals []room.SignalView) []protocol.Signal {
	var list []protocol.Signal
	for _, s := range signals {
		list = append(list, protocol.Signal{
			Signal: int(s.Signal), Seat: int(s.Seat), Waiting: int(s.Waiting), Name: s.Name.Reveal(),
			Kind: protocol.SignalKind(s.Kind), Words: s.Words.Reveal(), WordsLost: s.WordsLost,
			Since: s.Since, Edition: s.Edition, Calls: s.Calls,
		})
	}
	return list
}

func missedOf(missed []room.MissedView) []protocol.Missed {
	var list []protocol.Missed
	for _, m := range missed {
		list = append(list, protocol.Missed{Seat: int(m.Seat), Name: m.Name.Reveal(), Since: m.Since})
	}
	return list
}

func messagesOf(messages []room.Message) protocol.Messages {
	list := make([]protocol.Message, 0, len(messages))
	for _, m := range messages {
		list = append(list, protocol.Message{
			Number: int64(m.Number), At: m.At, Mine: m.Mine, From: m.From.Reveal(), FromSeat: int(m.FromSeat),
			FromStaff: m.FromStaff, To: string(m.To), ToName: m.ToName.Reveal(), ToSeat: int(m.ToSeat),
			Text: m.Text.Reveal(),
		})
	}
	return protocol.Messages{Messages: list}
}
