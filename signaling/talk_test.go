package signaling

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"alcove/room"
	"alcove/signaling/protocol"
)

// figures asks for the talk time and returns what comes, or nil if it is refused.
func (p *page) figures() *protocol.TalkFigures {
	p.t.Helper()
	id := p.send(protocol.TalkLook{})
	for {
		switch m := p.next().(type) {
		case protocol.TalkFigures:
			return &m
		case protocol.Refused:
			if m.ID == id {
				return nil
			}
		default: // not an answer
		}
	}
}

// spoke notes that people were heard, each for two seconds, one after the other.
func (w *world) spoke(names ...string) {
	var v room.Voice
	at := time.Now().Add(-2 * time.Second * time.Duration(len(names)))
	for _, name := range names {
		v.Spans = append(v.Spans, room.Span{Person: personOf(name), From: at, To: at.Add(2 * time.Second)})
		at = at.Add(2 * time.Second)
	}
	w.house.Voice("g", v)
}

// The session has only just begun, so what was spoken before it is cut off; what is awaited here is that it arrives.
func TestStaffSeeTheTalkTimeAndNobodyElseDoesWhateverTheySay(t *testing.T) {
	w := newWorld(t)
	dana, circle := w.session("ana", "sam")
	mei := w.arrive("mei")
	mei.do(protocol.LobbyReady{})
	marcus := w.arrive("marcus") // staff who have not come in yet
	others := map[string]*page{"Ana": circle[0], "Sam": circle[1], "Mei": mei, "Marcus": marcus}
	circle[1].do(protocol.HandRaise{})
	circle[0].do(protocol.HandRaise{})
	if got := dana.figures(); got == nil || len(got.People) != 3 || got.Seconds != 0 || got.People[1].SinceSpoke != nil {
		t.Fatalf("before anybody has spoken: %+v", got)
	}
	w.house.Voice("g", room.Voice{Doubted: []room.PersonID{personOf("sam")}})
	got := dana.figures()
	if len(got.People) != 3 || got.People[0].Seat != 1 || got.People[1].Seat != 2 || got.People[2].Seat != 3 {
		t.Errorf("not in the order of the seats: %+v", got.People)
	}
	if !got.People[2].Doubted || got.People[1].Doubted {
		t.Errorf("the wrong one is doubted: %+v", got.People)
	}
	if fmt.Sprint(got.QuieterFirst) != "[3 2]" {
		t.Errorf("hands are %v", got.QuieterFirst)
	}
	w.spoke("ana", "dana", "sam")
	for who, p := range others {
		for i, frame := range talkFrames() {
			p.raw(frame)
			for {
				if m, ok := p.next().(protocol.Refused); ok {
					if m.Code == codeFault {
						t.Errorf("%s, frame %d: a fault", who, i)
					}
					break
				}
			}
		}
		p.do(protocol.NameAsk{Name: "Mo"}) // everything before has reached them
	}
	// The control: with the same words, staff in the circle learn it, and what is looked for is in their frames.
	dana.raw(plainJSON("talk.look", nil))
	for {
		if _, ok := dana.next().(protocol.TalkFigures); ok {
			break
		}
	}
	for _, mark := range []string{"talk.", "backChannels", "staffSeconds", "longSilences", "quieterFirst", "doubted"} {
		if _, seen := dana.shown(); !strings.Contains(seen, mark) {
			t.Errorf("the therapist was not sent %q", mark)
		}
		for who, p := range others {
			if _, seen := p.shown(); strings.Contains(seen, mark) {
				t.Errorf("%s was sent %q", who, mark)
			}
		}
	}
	w.member("dana", room.RoleClient)
	w.house.Remember(w.people[personOf("dana")])
	dana.until(func(v protocol.View) bool { return v.You.Role == string(room.RoleClient) })
	if got := dana.figures(); got != nil {
		t.Errorf("somebody who is no longer staff got %+v", got)
	}
}

// talkFrames are ways to ask for it, with everything that might pass for a right to.
func talkFrames() []string {
	return []string{
		`{"type":"talk.look","id":9}`,
		`{"type":"talk.look","id":9,"data":{}}`,
		`{"type":"talk.look","id":9,"role":"therapist","data":{}}`,
		`{"type":"talk.look","id":9,"data":{"role":"therapist","by":1,"from":"person-dana","visit":"dana"}}`,
		`{"type":"talk.look","id":9,"data":{"you":{"role":"co-therapist"}}}`,
		`{"type":"talk.look","id":9,"data":null}`,
		`{"type":"talk.look","id":9,"data":[1,2,3]}`,
		`{"type":"talk.watch","id":9,"data":{}}`,
		`{"type":"talk.figures","id":9,"data":{"people":[]}}`,
	}
}

func TestNothingOfTalkTimeIsSentToAnybodyWhoDoesntAsk(t *testing.T) {
	w := newWorld(t)
	dana, circle := w.session("ana", "sam")
	hands := func(n int) func(protocol.View) bool {
		return func(v protocol.View) bool { return len(v.Circle.Hands) == n }
	}
	dana.do(protocol.HandRaise{})
	versions := []uint64{dana.until(hands(1)).Version, circle[0].until(hands(1)).Version}
	for range 20 {
		w.spoke("ana", "dana")
	}
	dana.do(protocol.HandLower{})
	dana.until(hands(0))
	circle[0].until(hands(0))
	if dana.view.Version != versions[0]+1 || circle[0].view.Version != versions[1]+1 {
		t.Error("views were sent for what was spoken")
	}
	if _, seen := dana.shown(); strings.Contains(seen, "talk.") {
		t.Error("figures were sent to staff who did not ask")
	}
	if dana.figures() == nil { // the control
		t.Error("staff who ask are told nothing")
	}
}

func TestFiguresAreTranslatedInFull(t *testing.T) {
	got := talkOf(room.TalkView{
		Seats: []room.SeatTalk{
			{Seat: 1, Spoken: 61500 * time.Millisecond, Turns: 3, Brief: 2, Ago: 90 * time.Second},
			{Seat: 4, Ago: -1, Doubted: true},
		},
		Spoken: 100 * time.Second, ByStaff: 62 * time.Second, Balance: new(0.38), Silences: 7, LongSilences: 2,
		QuieterFirst: []room.SeatNumber{4},
	})
	want := `{61 3 2 90}{0 0 0 never doubted} 100 62 0.38 7 2 [4]`
	var text strings.Builder
	for _, p := range got.People {
		ago := "never"
		if p.SinceSpoke != nil {
			ago = fmt.Sprint(*p.SinceSpoke)
		}
		fmt.Fprintf(&text, "{%d %d %d %s", p.Seconds, p.Turns, p.BackChannels, ago)
		if p.Doubted {
			text.WriteString(" doubted")
		}
		text.WriteString("}")
	}
	fmt.Fprintf(&text, " %d %d %v %d %d %v", got.Seconds, got.StaffSeconds, *got.Balance, got.Silences, got.LongSilences, got.QuieterFirst)
	if text.String() != want {
		t.Errorf("got %s, want %s", text.String(), want)
	}
}
