package signaling

import (
	"time"

	"alcove/room"
	"alcove/signaling/protocol"
)

// commandOf translates what a browser asks for. Hello, pong and what is about media are no commands and return false.
func commandOf(m protocol.FromBrowser) (room.Command, bool) {
	switch m := m.(type) {
	case protocol.LobbyReady:
		return room.Ready{}, true
	case protocol.NameAsk:
		return room.AskName{Name: m.Name}, true
	case protocol.PreferencesSet:
		return room.SetPreferences{Preferences: preferencesIn(m.Preferences)}, true
	case protocol.Leave:
		return room.Leave{Then: room.Afterwards(m.Then)}, true
	case protocol.MicSet:
		return room.SetMicrophone{On: m.On}, true
	case protocol.CameraSet:
		return room.SetCamera{On: m.On}, true
	case protocol.HandRaise:
		return room.RaiseHand{}, true
	case protocol.HandLower:
		return room.LowerHand{}, true
	case protocol.GestureSend:
		return room.SendGesture{Gesture: room.Gesture(m.Gesture)}, true
	case protocol.InviteDecline:
		return room.Decline{}, true
	case protocol.MomentTake:
		return room.TakeMoment{}, true
	case protocol.MomentEnd:
		return room.EndMoment{}, true
	case protocol.MomentHush:
		return room.HushGroup{On: m.On}, true
	case protocol.PrivacyTake:
		return room.TakePrivacy{}, true
	case protocol.PrivacyEnd:
		return room.EndPrivacy{}, true
	case protocol.ExitQuick:
		return room.QuickExit{}, true
	case protocol.SignalSend:
		return room.SendSignal{
			Kind: room.SignalKind(m.Kind), Words: room.TextOf(m.Words), Op: room.Operation(m.Op),
		}, true
	case protocol.SignalWords:
		return room.AddWords{Kind: room.SignalKind(m.Kind), Words: room.TextOf(m.Words)}, true
	case protocol.SignalTakeBack:
		return room.TakeBack{Kind: room.SignalKind(m.Kind)}, true
	case protocol.MessageStaff:
		return room.WriteStaff{Text: room.TextOf(m.Text), Op: room.Operation(m.Op)}, true
	default:
		if c, ok := turnCommandOf(m); ok {
			return c, true
		}
		if c, ok := asideCommandOf(m); ok {
			return c, true
		}
		return staffCommandOf(m)
	}
}

// staffCommandOf translates what only staff may ask for; the room checks that they are.
func staffCommandOf(m protocol.FromBrowser) (room.Command, bool) {
	switch m := m.(type) {
	case protocol.GroundingStart:
		return room.StartGrounding{Kind: room.Grounding(m.Kind)}, true
	case protocol.GroundingStop:
		return room.StopGrounding{}, true
	case protocol.ScreenSet:
		return room.ShareScreen{On: m.On}, true
	case protocol.LobbyAdmit:
		return room.Admit{Waiting: room.WaitingNumber(m.Waiting)}, true
	case protocol.LobbyAdmitAll:
		return room.AdmitAll{}, true
	case protocol.LobbyDeny:
		return room.Deny{Waiting: room.WaitingNumber(m.Waiting)}, true
	case protocol.NameAnswer:
		return room.AnswerName{Person: target(m.Seat, m.Waiting), Agree: m.Agree}, true
	case protocol.SeatMute:
		return room.Mute{Seat: room.SeatNumber(m.Seat)}, true
	case protocol.RoomMuteAll:
		return room.MuteAll{}, true
	case protocol.SeatInvite:
		return room.Invite{Seat: room.SeatNumber(m.Seat), Seen: m.Seen}, true
	case protocol.RoomAllowAll:
		return room.AllowAll{Seen: m.Seen}, true
	case protocol.SeatCameraOff:
		return room.CameraOff{Seat: room.SeatNumber(m.Seat), Reason: room.Reason(m.Reason)}, true
	case protocol.SeatCameraAllow:
		return room.AllowCamera{Seat: room.SeatNumber(m.Seat), Seen: m.Seen}, true
	case protocol.SeatHandLower:
		return room.LowerHandOf{Seat: room.SeatNumber(m.Seat)}, true
	case protocol.SignalSeen:
		return room.SeeSignal{Signal: room.SignalNumber(m.Signal), Edition: m.Edition}, true
	case protocol.MessageSeat:
		return room.WriteSeat{
			Seat: room.SeatNumber(m.Seat), Text: room.TextOf(m.Text), Op: room.Operation(m.Op),
		}, true
	case protocol.MessageAll:
		return room.WriteAll{Text: room.TextOf(m.Text), Op: room.Operation(m.Op)}, true
	case protocol.SeatHold:
		return room.Hold{Seat: room.SeatNumber(m.Seat), Reason: room.Reason(m.Reason)}, true
	case protocol.FloorSet:
		return room.SetFloor{Mode: room.FloorMode(m.Mode), Seen: m.Seen}, true
	case protocol.FloorTake:
		return room.TakeFloor{Seat: room.SeatNumber(m.Seat)}, true
	case protocol.TemplateUse:
		return room.UseTemplate{Template: room.TemplateName(m.Template), Seen: m.Seen}, true
	case protocol.Undo:
		return room.Undo{Act: m.Act}, true
	case protocol.PersonEndToday:
		return room.EndForToday{Person: target(m.Seat, m.Waiting), Reason: room.Reason(m.Reason)}, true
	default:
		if c, ok := sessionCommandOf(m); ok {
			return c, true
		}
		return roundCommandOf(m)
	}
}

func target(seat, waiting int) room.Target {
	return room.Target{Seat: room.SeatNumber(seat), Waiting: room.WaitingNumber(waiting)}
}

// viewOf is the one place where names become plain text on their way to a browser.
func viewOf(v room.View, version uint64) protocol.View {
	out := protocol.View{
		Version: version, Place: string(v.Place), Running: v.Running, Crisis: v.Crisis,
		You: protocol.Self{
			Role: string(v.You.Role), Name: v.You.Name.Reveal(), AskedName: v.You.AskedName.Reveal(),
			Seat: int(v.You.Seat), Ready: v.You.Ready, MaySpeak: v.You.MaySpeak, MayShow: v.You.MayShow,
			FloorClosed: v.You.Role.Can(room.CanSpeak) && !v.You.HasFloor,
			Microphone:  v.You.Microphone, Camera: v.You.Camera, Invited: v.You.Invited,
			CameraReason: protocol.Reason(v.You.CameraReason), Held: v.You.Held, SteppedAway: v.You.SteppedAway,
			Private: v.You.Private, Hushed: v.You.Hushed,
			Signals: ownSignalsOf(v.You.Signals), Preferences: preferencesOf(v.You.Preferences),
			Aside: ownAsideOf(v.You.Aside),
		},
	}
	if v.Place == room.PlaceLobby {
		out.Lobby = &protocol.LobbyText{HostName: v.Lobby.HostName.Reveal(), Full: v.Lobby.Full}
		return out
	}
	staff := v.You.Role.Can(room.CanModerate)
	out.Circle = &protocol.Circle{
		Seats: []protocol.Seat{}, Hands: []int{}, Screen: int(v.Screen),
		Floor: protocol.FloorMode(v.Floor), Round: roundOf(v.Round), Staff: presenceOf(v.Staff),
		Session: sessionOf(v.Agenda),
	}
	if g := v.Grounding; g.Kind != room.GroundingNone {
		out.Circle.Grounding = &protocol.Grounding{Kind: string(g.Kind), Began: g.Began}
	}
	for _, s := range v.Seats {
		out.Circle.Seats = append(out.Circle.Seats, seatOf(s, staff))
	}
	for _, seat := range v.Hands {
		out.Circle.Hands = append(out.Circle.Hands, int(seat))
	}
	if staff {
		out.Staff = &protocol.StaffView{
			Waiting: []protocol.Waiting{}, Full: v.Full, Minutes: int(v.Length / time.Minute), Restrictions: v.Restrictions,
			LastStaff: v.LastStaff, Relief: v.Relief.Reveal(), Template: string(v.Template), Undo: undoOf(v.Undo),
			Round: staffRoundOf(v.Round), Signals: signalsOf(v.Signals), Missed: missedOf(v.Missed),
		}
		for _, e := range v.Exits {
			out.Staff.Exits = append(out.Staff.Exits, protocol.Exit{RosterName: e.RosterName.Reveal(), At: e.At})
		}
		for _, w := range v.Waiting {
			out.Staff.Waiting = append(out.Staff.Waiting, waitingOf(w))
		}
	}
	return out
}

// undoOf returns nil where there is nothing to take back.
func undoOf(u room.UndoView) *protocol.UndoView {
	if u.Act == room.ActNone {
		return nil
	}
	return &protocol.UndoView{Act: string(u.Act), Number: u.Number}
}

// presenceOf returns nil where no session runs.
func presenceOf(p room.StaffPresence) *protocol.StaffPresence {
	if p.State == room.StaffUnknown {
		return nil
	}
	return &protocol.StaffPresence{State: string(p.State), Name: p.Name.Reveal(), Decided: p.Decided, SteppedAway: p.SteppedAway}
}

func seatOf(s room.SeatView, staff bool) protocol.Seat {
	seat := protocol.Seat{
		Seat: int(s.Seat), Name: s.Name.Reveal(), Role: string(s.Role),
		Microphone: s.Microphone, Camera: s.Camera, Reconnecting: s.Reconnecting,
		SteppedAway: s.SteppedAway, PoorLine: s.PoorLine, Private: s.Private, HasFloor: s.HasFloor,
	}
	if staff {
		seat.RosterName, seat.AskedName = s.RosterName.Reveal(), s.AskedName.Reveal()
		seat.Muted, seat.CameraOff, seat.Invited = !s.MaySpeak, !s.MayShow, s.Invited
		seat.LongAway, seat.AsideWith, seat.Preferences = s.LongAway, int(s.AsideWith), preferencesOf(s.Preferences)
	}
	return seat
}

func waitingOf(w room.WaitingView) protocol.Waiting {
	return protocol.Waiting{
		Waiting: int(w.Waiting), Name: w.Name.Reveal(), RosterName: w.RosterName.Reveal(),
		AskedName: w.AskedName.Reveal(), Role: string(w.Role), Ready: w.Ready, Held: w.Held,
		SecondDevice: w.SecondDevice, Reconnecting: w.Reconnecting, Since: w.Since,
	}
}

func numbers(seats []room.SeatNumber) []int {
	list := make([]int, len(seats))
	for i, s := range seats {
		list[i] = int(s)
	}
	return list
}
