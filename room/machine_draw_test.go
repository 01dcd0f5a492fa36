package room_test

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"alcove/room"

	"pgregory.net/rapid"
)

// anyCommand lets somebody ask for a few things, mostly somebody who is in the room.
func (m *machine) anyCommand(rt *rapid.T) {
	place := rapid.SampledFrom(places).Draw(rt, "who")
	if here := m.Visits(); len(here) > 0 && rapid.IntRange(0, 9).Draw(rt, "here") > 0 {
		place = strings.TrimPrefix(string(rapid.SampledFrom(here).Draw(rt, "visit")), "visit-")
	}
	m.commands(rt, place)
}

func (m *machine) staffCommand(rt *rapid.T) { m.commands(rt, "Dana") }

func (m *machine) commands(rt *rapid.T, place string) {
	for i := range rapid.IntRange(1, 4).Draw(rt, "times") {
		if i > 0 {
			m.promises(rt)
		}
		m.command(place, anyCommand(m.look()).Draw(rt, "asks"))
	}
}

// anyCommand draws every command there is, the final ones more rarely.
func anyCommand(now scene) *rapid.Generator[room.Command] {
	return rapid.Custom(func(t *rapid.T) room.Command {
		kind := rapid.SampledFrom(slices.Sorted(maps.Keys(draws))).Draw(t, "command")
		if (kind == "End" || kind == "EndForToday" || kind == "QuickExit") && rapid.IntRange(0, 3).Draw(t, "really") > 0 {
			kind = "SetMicrophone"
		}
		return draws[kind](t, now)
	})
}

// draws makes a command of every kind, with arguments that may make no sense.
var draws = map[string]func(*rapid.T, scene) room.Command{
	"Ready": func(*rapid.T, scene) room.Command { return room.Ready{} },
	"Leave": func(t *rapid.T, _ scene) room.Command {
		choices := []room.Afterwards{"", "", room.AfterwardsHandOver, room.AfterwardsPause, room.AfterwardsEnd, "later"}
		return room.Leave{Then: rapid.SampledFrom(choices).Draw(t, "then")}
	},
	"Start":     func(t *rapid.T, _ scene) room.Command { return start(t) },
	"SetLength": func(t *rapid.T, _ scene) room.Command { return room.SetLength{Length: length(t)} },
	"End":       func(*rapid.T, scene) room.Command { return room.End{} },
	"AdmitAll":  func(*rapid.T, scene) room.Command { return room.AdmitAll{} },
	"MuteAll":   func(*rapid.T, scene) room.Command { return room.MuteAll{} },
	"AllowAll":  func(t *rapid.T, now scene) room.Command { return room.AllowAll{Seen: seen(t, now)} },

	"SetPreferences": func(t *rapid.T, _ scene) room.Command { return room.SetPreferences{Preferences: preferences(t)} },
	"SetMicrophone":  func(t *rapid.T, _ scene) room.Command { return room.SetMicrophone{On: oftenTrue(t)} },
	"SetCamera":      func(t *rapid.T, _ scene) room.Command { return room.SetCamera{On: oftenTrue(t)} },
	"ShareScreen":    func(t *rapid.T, _ scene) room.Command { return room.ShareScreen{On: oftenTrue(t)} },
	"RaiseHand":      func(*rapid.T, scene) room.Command { return room.RaiseHand{} },
	"SendGesture":    func(t *rapid.T, _ scene) room.Command { return room.SendGesture{Gesture: gesture(t)} },
	"LowerHand":      func(*rapid.T, scene) room.Command { return room.LowerHand{} },
	"TakeMoment":     func(*rapid.T, scene) room.Command { return room.TakeMoment{} },
	"EndMoment":      func(*rapid.T, scene) room.Command { return room.EndMoment{} },
	"HushGroup":      func(t *rapid.T, _ scene) room.Command { return room.HushGroup{On: oftenTrue(t)} },
	"StartGrounding": func(t *rapid.T, _ scene) room.Command {
		kinds := []room.Grounding{room.GroundingSenses, room.GroundingBreath, room.GroundingFeet, "", "dance"}
		return room.StartGrounding{Kind: rapid.SampledFrom(kinds).Draw(t, "kind")}
	},
	"StopGrounding": func(*rapid.T, scene) room.Command { return room.StopGrounding{} },
	"TakePrivacy":   func(*rapid.T, scene) room.Command { return room.TakePrivacy{} },
	"EndPrivacy":    func(*rapid.T, scene) room.Command { return room.EndPrivacy{} },
	"QuickExit":     func(*rapid.T, scene) room.Command { return room.QuickExit{} },
	"Decline":       func(*rapid.T, scene) room.Command { return room.Decline{} },
	"AskName": func(t *rapid.T, _ scene) room.Command {
		names := []string{"", "River", "Ana", "ana", "Ana R.", "\u202e", strings.Repeat("x", 33)}
		return room.AskName{Name: rapid.SampledFrom(names).Draw(t, "name")}
	},

	"SendSignal": func(t *rapid.T, _ scene) room.Command {
		return room.SendSignal{Kind: kind(t), Words: noWords(t)}
	},
	"AddWords": func(t *rapid.T, _ scene) room.Command {
		return room.AddWords{Kind: kind(t), Words: noWords(t)}
	},
	"TakeBack": func(t *rapid.T, _ scene) room.Command { return room.TakeBack{Kind: kind(t)} },
	"SeeSignal": func(t *rapid.T, now scene) room.Command {
		if len(now.signals) > 0 && oftenTrue(t) {
			s := rapid.SampledFrom(now.signals).Draw(t, "signal")
			return room.SeeSignal{Signal: s.Signal, Edition: s.Edition}
		}
		return room.SeeSignal{Signal: room.SignalNumber(rapid.IntRange(-1, 9).Draw(t, "signal"))}
	},
	"WriteStaff": func(t *rapid.T, _ scene) room.Command { return room.WriteStaff{Text: text(t), Op: operation(t)} },
	"WriteSeat": func(t *rapid.T, now scene) room.Command {
		return room.WriteSeat{Seat: seatNumber(t, now), Text: text(t), Op: operation(t)}
	},
	"WriteAll":     func(t *rapid.T, _ scene) room.Command { return room.WriteAll{Text: text(t), Op: operation(t)} },
	"BeginTurn":    func(*rapid.T, scene) room.Command { return room.BeginTurn{} },
	"EndTurn":      func(*rapid.T, scene) room.Command { return room.EndTurn{} },
	"PassTurn":     func(*rapid.T, scene) room.Command { return room.PassTurn{} },
	"PostponeTurn": func(*rapid.T, scene) room.Command { return room.PostponeTurn{} },
	"StopRound":    func(*rapid.T, scene) room.Command { return room.StopRound{} },
	"StartRound": func(t *rapid.T, _ scene) room.Command {
		// Own words aren't saved, and this machine compares what was saved.
		kinds := []room.PromptKind{room.PromptNone, room.PromptKeep, room.PromptOwn, "weather"}
		paces := []time.Duration{0, 2 * time.Minute, -1, time.Hour}
		return room.StartRound{
			Prompt: room.Prompt{Kind: rapid.SampledFrom(kinds).Draw(t, "prompt")},
			Pace:   rapid.SampledFrom(paces).Draw(t, "pace"),
		}
	},
	"NextTurn": func(t *rapid.T, now scene) room.Command { return room.NextTurn{Seat: turnOf(t, now)} },
	"PostponeTurnOf": func(t *rapid.T, now scene) room.Command {
		return room.PostponeTurnOf{Seat: turnOf(t, now)}
	},
	"MoveTurn": func(t *rapid.T, now scene) room.Command {
		return room.MoveTurn{Seat: seatNumber(t, now), Before: room.SeatNumber(rapid.IntRange(-1, 9).Draw(t, "before"))}
	},
	"UndoTurn": func(t *rapid.T, now scene) room.Command {
		return room.UndoTurn{Seen: now.round.Over - max(0, rapid.IntRange(-4, 1).Draw(t, "unseen"))}
	},

	"Admit": func(t *rapid.T, now scene) room.Command { return room.Admit{Waiting: waitingNumber(t, now)} },
	"Deny":  func(t *rapid.T, now scene) room.Command { return room.Deny{Waiting: waitingNumber(t, now)} },
	"AnswerName": func(t *rapid.T, now scene) room.Command {
		return room.AnswerName{Person: target(t, now), Agree: oftenTrue(t)}
	},
	"Mute": func(t *rapid.T, now scene) room.Command { return room.Mute{Seat: seatNumber(t, now)} },
	"Invite": func(t *rapid.T, now scene) room.Command {
		return room.Invite{Seat: seatNumber(t, now), Seen: seen(t, now)}
	},
	"AllowCamera": func(t *rapid.T, now scene) room.Command {
		return room.AllowCamera{Seat: seatNumber(t, now), Seen: seen(t, now)}
	},
	"LowerHandOf": func(t *rapid.T, now scene) room.Command { return room.LowerHandOf{Seat: seatNumber(t, now)} },
	"CameraOff": func(t *rapid.T, now scene) room.Command {
		return room.CameraOff{Seat: seatNumber(t, now), Reason: reason(t)}
	},
	"Hold": func(t *rapid.T, now scene) room.Command {
		return room.Hold{Seat: seatNumber(t, now), Reason: reason(t)}
	},
	"OfferAside": func(t *rapid.T, now scene) room.Command {
		return room.OfferAside{Seat: seatNumber(t, now), Alone: oftenTrue(t)}
	},
	"AcceptAside":  func(*rapid.T, scene) room.Command { return room.AcceptAside{} },
	"DeclineAside": func(*rapid.T, scene) room.Command { return room.DeclineAside{} },
	"EndAside":     func(*rapid.T, scene) room.Command { return room.EndAside{} },
	"SetFloor": func(t *rapid.T, now scene) room.Command {
		mode := rapid.SampledFrom(append(room.FloorModes(), room.FloorNone)).Draw(t, "mode")
		return room.SetFloor{Mode: mode, Seen: seen(t, now)}
	},
	"TakeFloor": func(t *rapid.T, now scene) room.Command { return room.TakeFloor{Seat: seatNumber(t, now)} },
	"UseTemplate": func(t *rapid.T, now scene) room.Command {
		names := []room.TemplateName{
			room.TemplatePsychoeducation, room.TemplateProcess, room.TemplateSupport, "choir", "",
		}
		return room.UseTemplate{Template: rapid.SampledFrom(names).Draw(t, "template"), Seen: seen(t, now)}
	},
	"Undo": func(t *rapid.T, now scene) room.Command {
		return room.Undo{Act: now.undo - max(0, rapid.IntRange(-5, 1).Draw(t, "earlier"))}
	},
	"EndForToday": func(t *rapid.T, now scene) room.Command {
		return room.EndForToday{Person: target(t, now), Reason: reason(t)}
	},
}

func kind(t *rapid.T) room.SignalKind {
	return rapid.SampledFrom(append(room.SignalKinds(), "", "fire")).Draw(t, "kind")
}

// noWords is nothing, or more than may be: a restart loses words, so that a room with some is not the same after it.
func noWords(t *rapid.T) room.Text {
	return room.TextOf(rapid.SampledFrom([]string{"", "", "\u202e", strings.Repeat("x", room.MaxWords+1)}).Draw(t, "words"))
}

func text(t *rapid.T) room.Text {
	texts := []string{"", "Hello", "See https://example.com", strings.Repeat("x", room.MaxMessage+1)}
	return room.TextOf(rapid.SampledFrom(texts).Draw(t, "text"))
}

// operation is mostly one that was not there before.
func operation(t *rapid.T) room.Operation { return room.Operation(rapid.Uint16().Draw(t, "operation")) }

func oftenTrue(t *rapid.T) bool { return rapid.IntRange(0, 3).Draw(t, "on") > 0 }

// seen is mostly what staff see now, and sometimes what they saw a little earlier.
func seen(t *rapid.T, now scene) int {
	return now.restrictions - max(0, rapid.IntRange(-3, 2).Draw(t, "unseen"))
}

// turnOf is mostly whose turn it is.
func turnOf(t *rapid.T, now scene) room.SeatNumber {
	if rapid.IntRange(0, 4).Draw(t, "theirs") > 0 {
		return now.round.Turn
	}
	return seatNumber(t, now)
}

// seatNumber is mostly one that somebody has.
func seatNumber(t *rapid.T, now scene) room.SeatNumber {
	if len(now.circle) > 0 && rapid.IntRange(0, 9).Draw(t, "taken") > 0 {
		return rapid.SampledFrom(now.circle).Draw(t, "seat").Seat
	}
	return room.SeatNumber(rapid.IntRange(-1, 12).Draw(t, "seat"))
}

// waitingNumber is mostly one that somebody has.
func waitingNumber(t *rapid.T, now scene) room.WaitingNumber {
	if len(now.list) > 0 && rapid.IntRange(0, 9).Draw(t, "taken") > 0 {
		return rapid.SampledFrom(now.list).Draw(t, "waiting").Waiting
	}
	return room.WaitingNumber(rapid.IntRange(-1, 25).Draw(t, "waiting"))
}

func target(t *rapid.T, now scene) room.Target {
	switch rapid.IntRange(0, 5).Draw(t, "target") {
	case 0:
		return room.Target{Seat: seatNumber(t, now), Waiting: waitingNumber(t, now)}
	case 1, 2:
		return room.Target{Waiting: waitingNumber(t, now)}
	}
	return room.Target{Seat: seatNumber(t, now)}
}

func reason(t *rapid.T) room.Reason {
	return rapid.SampledFrom(append(room.Reasons(), room.ReasonNone, "because")).Draw(t, "reason")
}

func TestTheMachineAsksForEveryCommand(t *testing.T) {
	is(t, "commands", slices.Sorted(maps.Keys(draws)), methodsNamed(t, "needs"))
	rapid.Check(t, func(rt *rapid.T) {
		for kind, draw := range draws {
			if got := reflect.TypeOf(draw(rt, scene{})).Name(); got != kind {
				rt.Fatalf("%s draws a %s", kind, got)
			}
		}
	})
}

func visitsOf(circle []room.Stage) []room.VisitID {
	var list []room.VisitID
	for _, s := range circle {
		list = append(list, s.Visit)
	}
	return list
}
