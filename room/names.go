package room

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxName is the longest display name, in characters.
const MaxName = 32

// CleanName makes typed text fit to be shown: control, format and bidirectional characters are taken out and
// white space is folded. It returns ErrName if nothing is left or more than MaxName characters are.
func CleanName(text string) (string, error) {
	if len(text) > 16*MaxName || !utf8.ValidString(text) {
		return "", ErrName
	}
	shown := strings.Map(func(c rune) rune {
		switch {
		case unicode.IsSpace(c):
			return ' '
		case unicode.Is(unicode.Other, c): // control, format (bidi), surrogate, private use
			return -1
		}
		return c
	}, text)
	shown = strings.Join(strings.Fields(shown), " ")
	if shown == "" || utf8.RuneCountInString(shown) > MaxName {
		return "", ErrName
	}
	return shown, nil
}

// askName asks staff for another name. Staff need not ask themselves.
func (r *Room) askName(p *person, text string) error {
	if strings.TrimSpace(text) == "" {
		p.asked = ""
		return nil
	}
	clean, err := CleanName(text)
	if err != nil {
		return err
	}
	if p.member.Role.Staff() {
		p.alias, p.asked = clean, ""
		return nil
	}
	p.asked = clean
	return nil
}

func (r *Room) answerName(t Target, agree bool) error {
	p := r.target(t)
	switch {
	case p == nil:
		return ErrNobodyThere
	case p.asked == "":
		return ErrNoQuestion
	}
	if agree {
		p.alias = p.asked
	}
	p.asked = ""
	return nil
}

// short is the name a person goes by when nobody else has the same: the alias, else the first name.
func (p *person) short() string {
	switch {
	case p.alias != "":
		return p.alias
	case p.member.Alias.Reveal() != "":
		return p.member.Alias.Reveal()
	}
	first, _, _ := strings.Cut(strings.TrimSpace(p.member.Name.Reveal()), " ")
	return clip(first)
}

// long tells two people of the same short name apart: "Ana R.".
func (p *person) long() string {
	words := strings.Fields(p.member.Name.Reveal())
	if len(words) < 2 {
		return p.short()
	}
	initial, _ := utf8.DecodeRuneInString(words[len(words)-1])
	return clip(p.short()) + " " + string(unicode.ToUpper(initial)) + "."
}

func clip(name string) string {
	if utf8.RuneCountInString(name) <= MaxName-3 {
		return name
	}
	return string([]rune(name)[:MaxName-3])
}

// displayName is what the circle calls p. Only people in the circle count for a clash, so that nobody can tell from
// a name who is waiting outside.
func (r *Room) displayName(p *person) Name {
	same := func(of func(*person) string) bool {
		for _, s := range r.circle() {
			if s.person != p && strings.EqualFold(of(s.person), of(p)) {
				return true
			}
		}
		return false
	}
	if !p.seated() || !same((*person).short) {
		return NameOf(p.short())
	}
	if !same((*person).long) {
		return NameOf(p.long())
	}
	return NameOf(p.long() + " " + seatMark(r.seatNumber(p.member.Person)))
}

// seatMark tells apart even people of the same name and initial, by the one thing that everybody can see.
func seatMark(n SeatNumber) string { return "(" + strconv.Itoa(int(n)) + ")" }
