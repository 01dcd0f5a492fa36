package e2e

import (
	"errors"
	"testing"
	"time"

	"alcove/bot"
	"alcove/room"
	"alcove/signaling/protocol"
)

// floorIs says that a bot is shown a mode, and whether it is let through.
func floorIs(mode room.FloorMode, mine bool) func(protocol.View) bool {
	return func(v protocol.View) bool {
		return v.Circle != nil && v.Circle.Floor == protocol.FloorMode(mode) && v.You.FloorClosed != mine
	}
}

// setFloor changes the floor as a therapist who sees everything, and says how long it took until everybody was told.
func (s *server) setFloor(dana *bot.Bot, mode room.FloorMode, told ...*bot.Bot) {
	s.t.Helper()
	began := time.Now()
	s.do(dana, protocol.FloorSet{Mode: protocol.FloorMode(mode), Seen: restrictions(dana)})
	for _, b := range told {
		s.await(b, "the floor", func(v protocol.View) bool {
			return v.Circle != nil && v.Circle.Floor == protocol.FloorMode(mode)
		})
	}
	s.t.Logf("%s was in force and told to all after %v", mode, time.Since(began).Round(time.Millisecond))
}

func restrictions(dana *bot.Bot) int { return dana.View().Staff.Restrictions }

func (s *server) invite(dana *bot.Bot, seat int) {
	s.t.Helper()
	s.do(dana, protocol.SeatInvite{Seat: seat, Seen: restrictions(dana)})
}

// floorTricks are what a hostile browser tries while the floor is closed to it.
func (s *server) floorTricks(b *bot.Bot) map[string]func() error {
	return map[string]func() error{
		"goes on sending": func() error { return nil },
		"swaps its SSRC":  func() error { b.SwapSSRC(room.SourceMicrophone); return nil },
		"claims the mid of the shared screen's sound": func() error {
			b.ClaimMid(room.SourceMicrophone, "3")
			return nil
		},
		"sends on the line of the screen's sound": func() error {
			return b.Reroute(room.SourceMicrophone, room.SourceScreenSound)
		},
		"opens another peer connection": func() error { return b.OpenAnother(s.ctx) },
		"comes back by its ticket":      func() error { b.CutLine(); return nil },
		"says that its microphone is on": func() error {
			if err := b.Do(s.ctx, protocol.MicSet{On: true}); refusal(err) != "floor" && !errors.Is(err, bot.ErrLineLost) {
				return err
			}
			return nil
		},
	}
}

// Ana is on seat 2 and sends tone 1, Sam on seat 3 tone 2, Mei on seat 4 tone 3; Dana's is tone 16. Ana and Sam are hostile.
func TestTheFloorHoldsAgainstHostileBrowsers(t *testing.T) {
	t.Parallel()
	s := startFor(t, 5*patience)
	dana, circle := s.circle("Ana", "Sam", "Mei")
	ana, sam, mei := circle[0], circle[1], circle[2]
	for who, tones := range map[*bot.Bot][]int{dana: {1, 2, 3}, ana: {2, 3, 16}, sam: {1, 3, 16}, mei: {1, 2, 16}} {
		for _, n := range tones {
			s.audible(who, "somebody, before,", tone(n))
		}
	}
	offers := []int{dana.Offers(), mei.Offers()}

	s.setFloor(dana, room.FloorCoolDown, ana, sam, mei)
	ana.IgnoreServer(true)
	sam.IgnoreServer(true)
	mei.IgnoreServer(true)
	for name, play := range s.floorTricks(ana) {
		if err := play(); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		t.Logf("Ana %s", name)
		s.silent(mei, "Mei", tone(1), tone(16))
		s.silent(sam, "Sam", tone(1), tone(16))
	}
	s.silent(ana, "Ana", tone(2), tone(16))
	s.silent(mei, "Mei", tone(2), tone(16))
	s.silent(ana, "Ana", tone(3), tone(16))
	if refused := refusal(dana.Do(s.ctx, protocol.SeatInvite{Seat: 4, Seen: restrictions(dana)})); refused != "floor" {
		t.Errorf("an invitation in a cool-down was answered with %v, want floor", refused)
	}

	// One voice: Mei's. Dana has no microphone of a client, so Mei's is the control at her, too.
	mei.IgnoreServer(false)
	s.setFloor(dana, room.FloorOneVoice, ana, sam, mei)
	s.silent(sam, "Sam", tone(3), tone(16)) // nobody has been given it
	s.invite(dana, 4)
	s.silent(sam, "Sam", tone(3), tone(16)) // an invitation opens nothing
	s.do(mei, protocol.MicSet{On: true})
	for who, receiver := range map[string]*bot.Bot{"Dana": dana, "Ana": ana, "Sam": sam} {
		s.audible(receiver, who, tone(3))
	}
	s.silent(dana, "Dana", tone(1), tone(3))
	s.silent(dana, "Dana", tone(2), tone(3))
	s.silent(mei, "Mei", tone(1), tone(16))
	s.silent(sam, "Sam", tone(1), tone(3))

	// The voice goes to Sam, whose browser is hostile: until he says that he is on nothing of him is let through.
	s.invite(dana, 3)
	s.await(mei, "the end of her turn", floorIs(room.FloorOneVoice, false))
	mei.IgnoreServer(true)
	s.silent(ana, "Ana", tone(3), tone(16))
	s.silent(ana, "Ana", tone(2), tone(16))
	s.do(sam, protocol.MicSet{On: true})
	s.audible(dana, "Dana", tone(2))
	s.silent(dana, "Dana", tone(1), tone(2))
	s.silent(dana, "Dana", tone(3), tone(2))

	s.setFloor(dana, room.FloorOpen, ana, sam, mei)
	s.silent(dana, "Dana", tone(1), tone(2)) // no mode's end opens a microphone
	ana = s.rejoin(dana, ana, "Ana", s.token("Ana"), coloured(1))
	s.do(ana, protocol.MicSet{On: true})
	s.audible(dana, "Dana, of Ana's honest browser,", tone(1))
	mei.IgnoreServer(false)
	s.do(mei, protocol.MicSet{On: true})
	s.audible(dana, "Dana", tone(3))
	if now := []int{dana.Offers(), mei.Offers()}; now[0] != offers[0] || now[1] != offers[1] {
		t.Errorf("the floor has cost offers: %v before, %v after", offers, now)
	}
}

func TestUndoGivesPermissionsBackAndOpensNoMicrophone(t *testing.T) {
	t.Parallel()
	s := start(t)
	dana, circle := s.circle("Ana", "Sam")
	ana, sam := circle[0], circle[1]
	s.audible(dana, "Dana", tone(1))
	s.do(dana, protocol.RoomMuteAll{})
	offered := s.await(dana, "the offer", func(v protocol.View) bool { return v.Staff.Undo != nil })
	s.await(ana, "the mute", func(v protocol.View) bool { return !v.You.MaySpeak })
	ana.IgnoreServer(true)
	s.do(dana, protocol.Undo{Act: offered.Staff.Undo.Number})
	s.await(ana, "her permission", func(v protocol.View) bool { return v.You.MaySpeak })
	s.silent(sam, "Sam", tone(1), tone(16))
	ana.IgnoreServer(false)
	s.do(ana, protocol.MicSet{On: true})
	s.audible(sam, "Sam", tone(1))
	if code := refusal(dana.Do(s.ctx, protocol.Undo{Act: offered.Staff.Undo.Number})); code != "undo" {
		t.Errorf("a second undo was answered with %v, want undo", code)
	}
}

func TestTheFloorOutlastsItsServer(t *testing.T) {
	t.Parallel()
	s := onRedis(t, startRedis(t).url(), t.TempDir())
	s.found()
	dana, circle := s.circle("Ana", "Sam", "Mei")
	ana, sam, mei := circle[0], circle[1], circle[2]
	s.audible(dana, "Dana", tone(1))
	s.setFloor(dana, room.FloorOneVoice, ana, sam, mei)
	s.invite(dana, 3)
	s.do(sam, protocol.MicSet{On: true})
	ana.IgnoreServer(true)
	s.silent(dana, "Dana", tone(1), tone(2))
	s.kill()
	s.again()
	s.everything(dana, 4, 0)
	s.await(ana, "the same floor", floorIs(room.FloorOneVoice, false))
	s.await(sam, "the same floor", floorIs(room.FloorOneVoice, true))
	s.audible(dana, "Dana", tone(2))
	s.silent(dana, "Dana", tone(1), tone(2))
	s.silent(mei, "Mei", tone(1), tone(2))
	s.setFloor(dana, room.FloorCoolDown, ana, sam, mei)
	sam.IgnoreServer(true)
	s.silent(mei, "Mei", tone(2), tone(16))
}

// turnOf says that a bot is shown a round in which it is the turn of a seat; 0 is nobody's.
func turnOf(seat int) func(protocol.View) bool {
	return func(v protocol.View) bool {
		return v.Circle != nil && (v.Circle.Round == nil && seat == 0 || v.Circle.Round != nil && v.Circle.Round.Turn == seat)
	}
}

// The seats and tones are those of the test above, and all three browsers send whatever the server says.
func TestATurnOfARoundLendsTheFloorAndTakesItBack(t *testing.T) {
	t.Parallel()
	s := startFor(t, 5*patience)
	dana, circle := s.circle("Ana", "Sam", "Mei")
	ana, sam, mei := circle[0], circle[1], circle[2]
	for n, b := range circle {
		s.audible(dana, "Dana, before,", tone(n+1))
		b.IgnoreServer(true)
	}
	s.setFloor(dana, room.FloorOneVoice, ana, sam, mei)
	s.silent(mei, "Mei, before the round,", tone(1), tone(16))

	s.do(dana, protocol.RoundStart{Prompt: protocol.Prompt{Kind: "helped"}})
	s.await(ana, "her turn", turnOf(2))
	s.silent(mei, "Mei, of a turn without a press,", tone(1), tone(16))
	s.do(ana, protocol.TurnBegin{})
	s.do(ana, protocol.MicSet{On: true})
	s.audible(mei, "Mei", tone(1))
	s.audible(sam, "Sam", tone(1))
	s.silent(mei, "Mei, of who comes next,", tone(2), tone(1))
	s.silent(sam, "Sam", tone(3), tone(1))
	s.do(ana, protocol.TurnEnd{})
	s.await(sam, "his turn", turnOf(3))
	s.silent(mei, "Mei, of who has had her turn,", tone(1), tone(16))
	s.silent(mei, "Mei, of his turn without a press,", tone(2), tone(16))

	s.do(sam, protocol.MicSet{On: true})
	s.audible(mei, "Mei", tone(2))
	s.do(dana, protocol.RoundStop{})
	s.await(sam, "the end of the round", turnOf(0))
	s.silent(mei, "Mei, once the round is over,", tone(2), tone(16))
	for who, b := range map[string]*bot.Bot{"Ana": ana, "Sam": sam, "Mei": mei} {
		if got := refusal(b.Do(s.ctx, protocol.MicSet{On: true})); got != "floor" {
			t.Errorf("%s, after the round, was answered with %v, want floor", who, got)
		}
	}
	s.setFloor(dana, room.FloorOpen, ana, sam, mei)
	s.do(sam, protocol.MicSet{On: true})
	s.audible(mei, "Mei, in the open floor,", tone(2))
}
