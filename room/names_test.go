package room_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"alcove/room"
)

func TestWhatIsMadeOfATypedName(t *testing.T) {
	cases := map[string]struct {
		typed, want string // no want: refused
	}{
		"a plain name":                             {"Ana", "Ana"},
		"white space is folded":                    {"  Ana\t\n María  ", "Ana María"},
		"line and paragraph separators":            {"Ana\u2028Mar\u2029ía", "Ana Mar ía"},
		"no control characters":                    {"A\x00n\x1b[31ma\x7f\u0085", "An[31ma"},
		"no bidirectional overrides":               {"\u202eanA\u202c \u2066x\u2069\u200f", "anA x"},
		"no zero-width characters":                 {"A\u200bn\u200da\ufeff\u2060", "Ana"},
		"no soft hyphen, no tags":                  {"A\u00adna\U000e0041", "Ana"},
		"no variation selectors":                   {"Ana\ufe0f\U000e0100", "Ana"},
		"no invisible letters":                     {"A\u3164n\u115f\u1160\uffa0a\u2800\u034f", "Ana"},
		"no private use characters":                {"Ana\ue000", "Ana"},
		"an emoji family comes apart":              {"👩\u200d👧", "👩👧"},
		"letters with marks stay":                  {"Zoe\u0308", "Zoe\u0308"},
		"other scripts stay":                       {"مريم", "مريم"},
		"32 characters":                            {strings.Repeat("ж", 32), strings.Repeat("ж", 32)},
		"32 characters once cleaned":               {strings.Repeat("ж", 32) + "\u200b ", strings.Repeat("ж", 32)},
		"33 characters":                            {strings.Repeat("a", 33), ""},
		"marks count, so nothing grows to a tower": {"a" + strings.Repeat("\u0301", 32), ""},
		"nothing":           {"", ""},
		"nothing but space": {" \u00a0\u3000", ""},
		"nothing visible":   {"\u200b\u202e\u3164", ""},
		"nothing but marks": {"\u0301\u0302", ""},
		"broken text":       {"Ana\xff", ""},
		"far too long":      {"A" + strings.Repeat("\u200b", 1<<20), ""},
		"an e-mail address": {"ana@example.org", ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got, err := room.CleanName(c.typed)
			is(t, "name", got, c.want)
			if c.want == "" {
				refused(t, "error", err, room.ErrName)
			} else {
				refused(t, "error", err, nil)
			}
			again, _ := room.CleanName(got)
			is(t, "cleaned twice", again, got)
		})
	}
}

func FuzzCleanNameIsShortVisibleAndStable(f *testing.F) {
	for _, seed := range []string{"Ana", "\u202eanA", "a\u0301", "👩\u200d👧", "ana@example.org", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		got, err := room.CleanName(typed)
		if err != nil {
			return
		}
		again, err := room.CleanName(got)
		if err != nil || again != got || got == "" || utf8.RuneCountInString(got) > room.MaxName {
			t.Errorf("CleanName(%q) = %q, and of that %q, %v", typed, got, again, err)
		}
	})
}

// called is what the whole circle is called, in the order of the seats, as a captioner sees it.
func called(w *world) []string {
	var list []string
	for _, s := range w.view("Cara").Seats {
		list = append(list, s.Name.Reveal())
	}
	return list[2:] // without Dana and Cara
}

func TestNamesThatClashAreToldApart(t *testing.T) {
	long := strings.Repeat("n", 40)
	cases := map[string]struct {
		roster [3]string // of Ana, Ben and Cleo
		alias  [3]string
		want   []string
	}{
		"no clash":                    {roster: [3]string{"Ana R", "Ben W", "Cleo N"}, want: []string{"Ana", "Ben", "Cleo"}},
		"the initial tells apart":     {roster: [3]string{"Ana Ramirez", "Ana Sousa", "Cleo N"}, want: []string{"Ana R.", "Ana S.", "Cleo"}},
		"whatever the case":           {roster: [3]string{"ana Ramirez", "ANA sousa", "Cleo N"}, want: []string{"ana R.", "ANA S.", "Cleo"}},
		"the same initial":            {roster: [3]string{"Ana Ramirez", "Ana Rossi", "Ana Sousa"}, want: []string{"Ana R. (3)", "Ana R. (4)", "Ana S."}},
		"one word":                    {roster: [3]string{"Ana", "Ana", "Cleo"}, want: []string{"Ana (3)", "Ana (4)", "Cleo"}},
		"an alias shows no initial":   {alias: [3]string{"Bear", "Bear", ""}, want: []string{"Bear (3)", "Bear (4)", "Cleo"}},
		"an alias like a first name":  {alias: [3]string{"Ben", "", ""}, want: []string{"Ben (3)", "Ben W.", "Cleo"}},
		"an alias like a told-apart":  {roster: [3]string{"Ana Ramirez", "Ana Sousa", "Cleo N"}, alias: [3]string{"", "", "Ana R."}, want: []string{"Ana R. (3)", "Ana S.", "Ana R. (5)"}},
		"an alias like a marked name": {alias: [3]string{"Bear", "Bear", "Bear (3)"}, want: []string{"Bear (3)", "Bear (4)", "Bear (3) (5)"}},
		"very long names":             {roster: [3]string{long + " R", long + " R", long + " S"}, want: []string{long[:28] + " (3)", long[:28] + " (4)", long[:29] + " S."}},
		"an e-mail address on the roster is no name": {
			roster: [3]string{"ana@example.org", "ben@example.org Whitlock", "Cleo N"}, want: []string{"(3)", "(4)", "Cleo"},
		},
		"hidden characters on the roster": {
			roster: [3]string{"\u202eAna\u200b Ramirez", "Ana \u202eSousa", "Cleo N"}, want: []string{"Ana R.", "Ana S.", "Cleo"},
		},
		"a hidden alias on the roster": {alias: [3]string{"Be\u200bar", "Bear", ""}, want: []string{"Bear (3)", "Bear (4)", "Cleo"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := session(t, "Cara")
			for i, who := range []string{"Ana", "Ben", "Cleo"} {
				m := w.roster[who]
				m.Alias = room.NameOf(c.alias[i])
				if c.roster[i] != "" {
					m.Name = room.NameOf(c.roster[i])
				}
				w.roster[who] = m
				w.comes(who)
			}
			w.does("Dana", room.AdmitAll{})
			got := called(w)
			is(t, "names", got, c.want)
			for _, shown := range got {
				if n := utf8.RuneCountInString(shown); n > room.MaxName {
					t.Errorf("%q has %d characters", shown, n)
				}
			}
			for i, who := range []string{"Ana", "Ben", "Cleo"} {
				is(t, "own name", w.view(who).You.Name.Reveal(), c.want[i])
			}
		})
	}
}

func TestANameTellsNobodyWhoWaitsOutside(t *testing.T) {
	w := session(t, "Ana")
	twin := w.roster["Ben"]
	twin.Name = room.NameOf("Ana Whitlock")
	w.roster["Ben"] = twin
	before := w.view("Ana")
	w.comes("Ben")
	is(t, "what Ana sees", w.view("Ana"), before)
	is(t, "what the other Ana is called outside", w.view("Ben").You.Name.Reveal(), "Ana")
	w.does("Dana", room.AdmitAll{})
	is(t, "told apart inside", w.view("Ana").You.Name.Reveal(), "Ana R.")
	w.does("Dana", room.Hold{Seat: w.seat("Ben"), Reason: room.ReasonAsked})
	is(t, "what Ana sees once the other is out", w.view("Ana"), before)
}

func TestARenamingNeedsStaff(t *testing.T) {
	cases := map[string]struct {
		do   func(w *world)
		want string
	}{
		"asked only": {func(*world) {}, "Ana"},
		"agreed":     {func(w *world) { w.does("Dana", room.AnswerName{Person: room.Target{Seat: 2}, Agree: true}) }, "River"},
		"not agreed": {func(w *world) { w.does("Dana", room.AnswerName{Person: room.Target{Seat: 2}}) }, "Ana"},
		"agreed while the person waits": {func(w *world) {
			w.does("Dana", room.Hold{Seat: 2, Reason: room.ReasonAsked})
			n := w.waiting("Ana")
			w.does("Dana", room.AnswerName{Person: room.Target{Waiting: n}, Agree: true})
			w.does("Dana", room.Admit{Waiting: n})
		}, "River"},
		"taken back": {func(w *world) {
			w.does("Ana", room.AskName{Name: " "})
			refused(w.t, "answer", w.asks("Dana", room.AnswerName{Person: room.Target{Seat: 2}, Agree: true}), room.ErrNoQuestion)
		}, "Ana"},
		"replaced by an unusable one": {func(w *world) {
			refused(w.t, "ask", w.asks("Ana", room.AskName{Name: strings.Repeat("x", 33)}), room.ErrName)
			w.does("Dana", room.AnswerName{Person: room.Target{Seat: 2}, Agree: true})
		}, "River"},
		"agreed, then leaving and coming again": {func(w *world) {
			w.does("Dana", room.AnswerName{Person: room.Target{Seat: 2}, Agree: true})
			w.does("Ana", room.Leave{})
			w.restarts()
			w.returns("Dana", "Ben")
			w.sits("Ana")
		}, "River"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := session(t, "Ana", "Ben")
			w.does("Ana", room.AskName{Name: " Ri\u202ever "})
			is(t, "staff see what is asked", w.view("Dana").Seats[1].AskedName.Reveal(), "River")
			is(t, "peers don't", w.view("Ben").Seats[1].AskedName, room.Name{})
			c.do(w)
			is(t, "the name for peers", w.view("Ben").Seats[1].Name.Reveal(), c.want)
			is(t, "the name for the owner", w.view("Ana").You.Name.Reveal(), c.want)
		})
	}
}

func TestAnAnswerNamesExactlyOnePerson(t *testing.T) {
	w := session(t, "Ana")
	w.comes("Ben")
	w.does("Ana", room.AskName{Name: "River"})
	w.does("Ben", room.AskName{Name: "Lake"})
	before := w.everything()
	for _, target := range []room.Target{{}, {Seat: 2, Waiting: w.waiting("Ben")}, {Seat: 9}, {Waiting: 9}, {Seat: -1}} {
		refused(t, "answer", w.asks("Dana", room.AnswerName{Person: target, Agree: true}), room.ErrNobodyThere)
		refused(t, "end for today",
			w.asks("Dana", room.EndForToday{Person: target, Reason: room.ReasonAsked}), room.ErrNobodyThere)
	}
	is(t, "the room", w.everything(), before)
}

func TestStaffNameThemselves(t *testing.T) {
	w := session(t, "Ana")
	w.does("Dana", room.AskName{Name: "Dr Dana"})
	is(t, "name", w.view("Ana").Seats[0].Name.Reveal(), "Dr Dana")
	refused(t, "unusable", w.asks("Dana", room.AskName{Name: "\u202e"}), room.ErrName)
	w.does("Dana", room.AskName{Name: "Ana"})
	names := []string{w.view("Ana").Seats[0].Name.Reveal(), w.view("Ana").Seats[1].Name.Reveal()}
	is(t, "even staff are told apart", slices.Compact(names), []string{"Ana (1)", "Ana R."})
}

func TestWhatCantBeSeenIsTakenOutOfEveryText(t *testing.T) {
	for text, want := range map[string]string{
		"Ana  Ramirez":                "Ana Ramirez",
		"Ana\u202egnp.exe":            "Anagnp.exe",
		"\u2066Ana\u2069\u200b\u0007": "Ana",
		"ana@example.org":             "ana@example.org", // a name on the roster may be, and is shown to staff
		"\u202e\u200b":                "",
		"Zo\u00eb \u674e":             "Zo\u00eb \u674e",
	} {
		if got := room.Legible(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}
