package room_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"alcove/room"
)

func line(text string) room.Caption { return room.Caption{Text: room.TextOf(text)} }

// captioned lists who is brought a caption, as "Dana: hello".
func captioned(events []room.Event) []string {
	var list []string
	for _, e := range events {
		if c, ok := e.(room.Captioned); ok {
			list = append(list, ownerOf(c.To)+": "+c.Text.Reveal())
		}
	}
	slices.Sort(list)
	return list
}

func TestACaptionReachesWhoeverHearsTheCircleAndIsKeptNowhere(t *testing.T) {
	w := session(t, "Theo", "Ana", "Ben", "Cleo", "Dev", "Ines", "Otto", "Cara")
	w.comes("Fay", "Tess")
	w.does("Ben", room.TakePrivacy{})
	w.does("Cleo", room.TakeMoment{})
	w.does("Cleo", room.HushGroup{On: true})
	w.vanishes("Dev")
	before := w.everything()
	got := captioned(w.does("Cara", line(" We  begin\u202e now. ")))
	is(t, "delivered", got, []string{
		"Ana: We begin now.", "Cara: We begin now.", "Dana: We begin now.", "Ines: We begin now.", "Otto: We begin now.",
		"Theo: We begin now.",
	})
	is(t, "the room", w.everything(), before)
	_, waits := w.Inbox(visitID("Ana"))
	is(t, "whoever comes in later is told", waits, false)
}

func TestWhatACaptionMayHold(t *testing.T) {
	cases := map[string]struct {
		text string
		want error
	}{
		"nothing":             {"", room.ErrText},
		"nothing to be seen":  {" \u202e\t", room.ErrText},
		"what is no text":     {"\xff", room.ErrText},
		"as much as may be":   {strings.Repeat("ñ", room.MaxCaption), nil},
		"one character more":  {strings.Repeat("ñ", room.MaxCaption+1), room.ErrText},
		"what is said, a web": {"See www.example.com", nil},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := session(t, "Cara")
			refused(t, "the line", w.asks("Cara", line(c.text)), c.want)
		})
	}
}

func TestWhenACaptionerCannotWrite(t *testing.T) {
	w := session(t, "Ana", "Cara")
	w.does("Cara", room.TakePrivacy{})
	refused(t, "paused for privacy", w.asks("Cara", line("a")), room.ErrPrivate)
	w.does("Cara", room.EndPrivacy{})
	w.vanishes("Dana")
	w.passes(room.StaffGrace)
	refused(t, "without staff", w.asks("Cara", line("b")), room.ErrPaused)
	w.returns("Dana")
	is(t, "with staff again", len(captioned(w.does("Cara", line("c")))), 3)
	once := room.Caption{Text: room.TextOf("d"), Op: 7}
	is(t, "once", len(captioned(w.does("Cara", once))), 3)
	is(t, "the same again", len(captioned(w.does("Cara", once))), 0)
	for i := range 58 {
		if err := w.asks("Cara", line("e")); err != nil {
			t.Fatalf("line %d: %v", i, err)
		}
	}
	refused(t, "more than one a second for a minute", w.asks("Cara", line("f")), room.ErrTooOften)
	w.passes(time.Minute)
	refused(t, "a minute later", w.asks("Cara", line("g")), nil)
}
