package e2e

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"alcove/bot"
	"alcove/room"
	"alcove/signaling/protocol"
)

// Counts of packets: a fence lets what was under way arrive; a look is long enough for anything to leak.
const (
	fence = 10
	look  = 100
)

// tone and colour are what a bot sends, wherever it comes out.
func tone(n int) bot.Stream   { return bot.Stream{Tone: bot.Tone(n)} }
func colour(n int) bot.Stream { return bot.Stream{Colour: bot.Colour(n)} }

// silent fails the test if anything of quiet reaches a receiver while control does.
func (s *server) silent(receiver *bot.Bot, who string, quiet, control bot.Stream) {
	s.t.Helper()
	if err := s.leak(receiver, who, quiet, control); err != nil {
		s.t.Error(err)
	}
}

func (s *server) leak(receiver *bot.Bot, who string, quiet, control bot.Stream) error {
	if err := receiver.AwaitPackets(s.ctx, control, fence); err != nil {
		return fmt.Errorf("%s hears no control: %w", who, err)
	}
	leaked, err := receiver.Leaked(s.ctx, quiet, control, look)
	if err != nil {
		return fmt.Errorf("%s hears no control: %w", who, err)
	}
	if leaked != 0 {
		return fmt.Errorf("%d packets reached %s, want 0", leaked, who)
	}
	return nil
}

// audible says that a stream reaches a receiver.
func (s *server) audible(receiver *bot.Bot, who string, stream bot.Stream) {
	s.t.Helper()
	if err := receiver.AwaitPackets(s.ctx, stream, fence); err != nil {
		s.t.Fatalf("%s hears nothing: %v", who, err)
	}
}

// Ana is on seat 2 and sends tone 1, Sam on seat 3 sends tone 2, Mei on seat 4 sends tone 3; Dana's is tone 16.
func TestMuteHoldsAgainstAHostileBrowser(t *testing.T) {
	t.Parallel()
	s := start(t)
	dana, circle := s.circle("Ana", "Sam", "Mei")
	ana := circle[0]
	receivers := map[string]*bot.Bot{"Dana": dana, "Sam": circle[1], "Mei": circle[2]}
	control := map[string]bot.Stream{"Dana": tone(2), "Sam": tone(3), "Mei": tone(2)}
	everybodyHearsHer := func() {
		t.Helper()
		for who, receiver := range receivers {
			s.audible(receiver, who, tone(1))
		}
	}
	nobodyHearsHer := func() {
		t.Helper()
		leaks := make(chan error, len(receivers))
		for who, receiver := range receivers {
			go func() { leaks <- s.leak(receiver, who, tone(1), control[who]) }()
		}
		for range receivers {
			if err := <-leaks; err != nil {
				t.Error(err)
			}
		}
	}
	everybodyHearsHer()

	s.do(dana, protocol.SeatMute{Seat: 2})
	ana.IgnoreServer(true)
	tricks := []struct {
		name string
		play func() error
	}{
		{"ignores the mute", func() error { return nil }},
		{"swaps its SSRC", func() error { ana.SwapSSRC(room.SourceMicrophone); return nil }},
		{"claims the mid of the shared screen's sound", func() error { ana.ClaimMid(room.SourceMicrophone, "3"); return nil }},
		{"sends on the line of the screen's sound", func() error {
			return ana.Reroute(room.SourceMicrophone, room.SourceScreenSound)
		}},
		{"opens another peer connection", func() error { return ana.OpenAnother(s.ctx) }},
		{"says that its microphone is on", func() error {
			err := ana.Do(s.ctx, protocol.MicSet{On: true})
			if refused := new(bot.RefusedError); !errors.As(err, &refused) || refused.Code != "no-permission" {
				return fmt.Errorf("mic.set was answered with %w, want no-permission", err)
			}
			return nil
		}},
	}
	for _, trick := range tricks {
		if err := trick.play(); err != nil {
			t.Fatalf("%s: %v", trick.name, err)
		}
		t.Logf("Ana %s", trick.name)
		nobodyHearsHer()
	}

	ana.SwapSSRC(room.SourceMicrophone)
	if err := ana.Reroute(room.SourceMicrophone, room.SourceMicrophone); err != nil {
		t.Fatal(err)
	}
	ana.ClaimMid(room.SourceMicrophone, "")
	token := s.token("Ana")
	honest := s.rejoin(dana, ana, "Ana", token, coloured(1))
	if _, err := bot.Join(s.ctx, bot.Config{BaseURL: s.page, Token: token}); !refused(err) {
		t.Errorf("Ana comes in again with an old token: %v, want a refusal", err)
	}
	honest.IgnoreServer(true)
	nobodyHearsHer() // the mute has outlived the connection, the visit and the token

	s.do(dana, protocol.SeatInvite{Seat: 2})
	nobodyHearsHer() // an invitation opens nothing by itself
	honest.IgnoreServer(false)
	s.do(honest, protocol.MicSet{On: true})
	everybodyHearsHer()
}

// rejoin lets a person leave and come in again by a token, with the devices off.
func (s *server) rejoin(dana, old *bot.Bot, name, token string, like ...func(*bot.Config)) *bot.Bot {
	s.t.Helper()
	if err := old.Leave(s.ctx); err != nil {
		s.t.Fatalf("%s leaves: %v", name, err)
	}
	return s.enter(dana, name, append(like, func(c *bot.Config) {
		c.Token, c.Link, c.DevicesOff = token, "", true
	})...)
}

func TestCameraThatStaffTurnedOffStaysOff(t *testing.T) {
	t.Parallel()
	s := start(t)
	dana, circle := s.circle("Ana", "Sam")
	ana := circle[0]
	s.audible(dana, "Dana", colour(1))
	s.do(dana, protocol.SeatCameraOff{Seat: 2, Reason: protocol.Reason(room.ReasonPrivacy)})
	ana.IgnoreServer(true)
	s.silent(dana, "Dana", colour(1), colour(2))
	if err := ana.Reroute(room.SourceCamera, room.SourceScreen); err != nil {
		t.Fatal(err)
	}
	s.silent(dana, "Dana", colour(1), colour(2))
	if err := ana.Reroute(room.SourceCamera, room.SourceCamera); err != nil {
		t.Fatal(err)
	}
	s.do(dana, protocol.SeatCameraAllow{Seat: 2})
	s.silent(dana, "Dana", colour(1), colour(2))
	s.do(ana, protocol.CameraSet{On: true})
	s.audible(dana, "Dana", colour(1))
}

func TestNobodyCanTurnOnAnothersMicrophone(t *testing.T) {
	t.Parallel()
	s := start(t)
	dana, circle := s.circle("Sam")
	ana := s.enter(dana, "Ana", coloured(5), func(c *bot.Config) { c.DevicesOff = true })
	ana.IgnoreServer(true) // her browser sends; only the server keeps her off
	for i, row := range protocol.BrowserRows() {
		if i%20 == 19 {
			if err := dana.AwaitPings(s.ctx, 3); err != nil { // so that it isn't a flood
				t.Fatal(err)
			}
		}
		switch row.Zero.(type) {
		case protocol.Hello, protocol.Pong, protocol.MediaOffer, protocol.Leave, protocol.SessionEnd,
			protocol.SeatHold, protocol.PersonEndToday, protocol.LobbyReady, protocol.ExitQuick, protocol.PrivacyTake:
			continue // these end or begin a visit; they are tested elsewhere
		}
		for _, from := range []*bot.Bot{dana, circle[0]} {
			frame := fmt.Sprintf(`{"type":%q,"data":{"seat":3,"waiting":1,"on":true,"agree":true,"reason":"asked"}}`, row.Type)
			if err := from.SendRaw(s.ctx, []byte(frame)); err != nil {
				t.Fatal(err)
			}
		}
	}
	s.do(dana, protocol.SeatInvite{Seat: 3})
	s.do(dana, protocol.RoomAllowAll{})
	s.do(circle[0], protocol.MicSet{On: true})
	s.silent(dana, "Dana", tone(5), tone(1))
	s.do(ana, protocol.MicSet{On: true})
	s.audible(dana, "Dana", tone(5))
}

func TestWaitingPersonReceivesNothingOfTheGroup(t *testing.T) {
	t.Parallel()
	s := start(t)
	early := s.join("Mei", coloured(3), keepingFrames)
	dana, circle := s.circle("Ana", "Sam")
	s.audible(dana, "Dana", tone(1))
	if early.View().Place != "lobby" {
		t.Error("somebody who was early came in with the staff")
	}
	if err := early.OpenAnother(s.ctx); err == nil {
		t.Error("a waiting person's offer was answered")
	}
	s.do(circle[0], protocol.HandRaise{})
	s.do(dana, protocol.SeatMute{Seat: 3})
	s.audible(dana, "Dana", tone(1)) // time passes, and the group goes on
	if got := early.Received(bot.Stream{}); got.Packets != 0 {
		t.Errorf("%d packets reached a waiting person", got.Packets)
	}
	frames := strings.Join(texts(early.Frames()), "\n")
	for _, word := range []string{"Ana", "Sam", "Ramirez", "Whitfield", "seats", "hands", "staff", "Demo", "speaking\""} {
		if strings.Contains(frames, word) {
			t.Errorf("a waiting person was sent %q in %s", word, frames)
		}
	}
	s.admit(dana, "Mei")
	s.audible(early, "Mei, once admitted,", tone(1))
	if !strings.Contains(strings.Join(texts(early.Frames()), "\n"), "Ana") {
		t.Error("control: Mei was not told of Ana once she was in the circle")
	}
}

func texts(frames [][]byte) []string {
	list := make([]string, len(frames))
	for i, f := range frames {
		list[i] = string(f)
	}
	return list
}

func TestHeldPersonHearsNothingUntilLetInAgain(t *testing.T) {
	t.Parallel()
	s := start(t)
	dana, circle := s.circle("Ana", "Sam")
	ana := circle[0]
	s.audible(ana, "Ana", tone(2))
	ana.IgnoreServer(true)
	s.do(dana, protocol.SeatHold{Seat: 2, Reason: protocol.Reason(room.ReasonWellbeing)})
	s.await(ana, "the lobby", func(v protocol.View) bool { return v.Place == "lobby" && v.You.Held })
	s.silent(dana, "Dana", tone(1), tone(2))
	before := ana.Received(bot.Stream{}).Packets
	s.audible(dana, "Dana", tone(2))
	if after := ana.Received(bot.Stream{}).Packets; after != before {
		t.Errorf("%d packets reached a held person", after-before)
	}
	ana.IgnoreServer(false)
	s.admit(dana, "Ana")
	s.audible(ana, "Ana, back in the circle,", tone(2))
}

func TestEndForTodayIsRefusedByEveryDoor(t *testing.T) {
	t.Parallel()
	s := start(t)
	unused := s.token("Ana")
	dana, circle := s.circle("Ana", "Sam")
	ana := circle[0]
	ticket := ana.Ticket()
	ana.IgnoreServer(true)
	s.do(dana, protocol.PersonEndToday{Seat: 2, Reason: protocol.Reason(room.ReasonGroundRules)})
	<-ana.Done()
	if bye := new(bot.GoodbyeError); !errors.As(ana.Err(), &bye) || bye.Bye.Why != "today" {
		t.Errorf("Ana was told %v, want that today is over for her", ana.Err())
	}
	s.silent(dana, "Dana", tone(1), tone(2))
	doors := map[string]func(*bot.Config){
		"her link":        func(*bot.Config) {},
		"an older token":  func(c *bot.Config) { c.Token = unused },
		"a newer token":   func(c *bot.Config) { c.Token = s.token("Ana") },
		"her ticket":      func(c *bot.Config) { c.Ticket = ticket },
		"a changed token": func(c *bot.Config) { c.Token = unused[:len(unused)-4] + "AAAA" },
	}
	for name, open := range doors {
		config := bot.Config{BaseURL: s.page, Link: s.links["Ana"]}
		open(&config)
		if _, err := bot.Join(s.ctx, config); !refused(err) {
			t.Errorf("%s: %v, want a refusal", name, err)
		}
	}
	if resumed := s.join("Sam", func(c *bot.Config) { c.Ticket = circle[1].Ticket() }); resumed == nil {
		t.Error("control: Sam's ticket opens nothing")
	}
}

func refused(err error) bool {
	bye := new(bot.GoodbyeError)
	return errors.As(err, &bye) && bye.Bye.Why == "refused" && !bye.Bye.ComeBack
}

func TestRemovedMemberLeavesALiveRoomAtOnce(t *testing.T) {
	t.Parallel()
	s := start(t)
	dana, circle := s.circle("Ana", "Sam")
	s.call(http.MethodDelete, "/admin/groups/demo/people/"+s.person("Ana"), nil)
	s.await(dana, "Ana gone", func(v protocol.View) bool { return len(v.Circle.Seats) == 2 })
	<-circle[0].Done()
	if _, err := bot.Join(s.ctx, bot.Config{BaseURL: s.page, Link: s.links["Ana"]}); err == nil {
		t.Error("a removed member's link still opens the room")
	}
}

func TestLeaversSlotIsBlankAndANewcomerNeedsNoOffer(t *testing.T) {
	t.Parallel()
	s := start(t)
	dana, circle := s.circle("Ana", "Sam")
	s.audible(dana, "Dana", colour(1))
	if err := circle[0].Leave(s.ctx); err != nil {
		t.Fatal(err)
	}
	err := dana.AwaitSlots(s.ctx, func(slots []protocol.Slot) bool {
		return !slices.ContainsFunc(slots, func(one protocol.Slot) bool { return one.Seat == 2 })
	})
	if err != nil {
		t.Fatalf("the leaver's slots are still bound: %v", err)
	}
	offers := dana.Offers()
	s.enter(dana, "Mei", coloured(7))
	s.audible(dana, "Dana", colour(7))
	s.audible(dana, "Dana", tone(7))
	if dana.Offers() != offers {
		t.Errorf("a newcomer cost %d offers", dana.Offers()-offers)
	}
}

func TestTwelveClientsHearAndSeeEachOther(t *testing.T) {
	t.Parallel()
	s := start(t)
	names := []string{"Ana", "Sam", "Mei", "Ravi", "Grace", "Luis", "Noor", "Tom", "Priya", "Walter", "Joy", "Kofi"}
	dana, circle := s.circle(names...)
	for i := range names {
		stream := bot.Stream{Seat: i + 2, Kind: "video", Colour: bot.Colour(i + 1)}
		s.audible(dana, "Dana, of "+names[i]+",", stream)
		stream = bot.Stream{Seat: i + 2, Kind: "audio", Tone: bot.Tone(i + 1)}
		s.audible(dana, "Dana, of "+names[i]+",", stream)
	}
	s.audible(circle[11], "Kofi", bot.Stream{Seat: 2, Kind: "video", Colour: 1})
	s.audible(circle[0], "Ana", bot.Stream{Seat: 13, Kind: "audio", Tone: 12})
}
