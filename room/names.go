package room

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxName is the longest display name, in characters.
const MaxName = 32

// CleanName makes typed text fit to be shown: what can't be seen is taken out and white space is folded. It returns
// ErrName if nothing is left, if more than MaxName characters are, or if it may be an e-mail address.
func CleanName(text string) (string, error) {
	if len(text) > 16*MaxName || !utf8.ValidString(text) {
		return "", ErrName
	}
	shown := visible(text)
	if shown == "" || utf8.RuneCountInString(shown) > MaxName {
		return "", ErrName
	}
	return shown, nil
}

// unseen are the characters that show nothing of their own: two names that differ only by them look the same.
var unseen = []*unicode.RangeTable{
	unicode.Other, // control, format (bidi, zero width), surrogate, private use
	unicode.Variation_Selector,
	unicode.Other_Default_Ignorable_Code_Point, // fillers that count as letters
}

// Legible takes out of a text what can't be seen, among it what turns the direction of writing, and folds white space.
func Legible(text string) string {
	shown := strings.Map(func(c rune) rune {
		switch {
		case unicode.IsSpace(c):
			return ' '
		case unicode.In(c, unseen...) || c == '\u2800' || c == utf8.RuneError: // U+2800 is an empty braille cell
			return -1
		}
		return c
	}, text)
	return strings.Join(strings.Fields(shown), " ")
}

// visible is the legible part of a name. A name with no letter, digit or symbol, or with an @, is no name.
func visible(text string) string {
	shown := Legible(text)
	mark := func(c rune) bool { return c == ' ' || unicode.IsMark(c) }
	if strings.TrimLeftFunc(shown, mark) == "" || strings.Contains(shown, "@") {
		return ""
	}
	return shown
}

// askName asks staff for another name. Staff need not ask themselves. Another device in the lobby may be in other
// hands, so it can't ask on behalf of whoever sits in the circle.
func (r *Room) askName(from actor, text string) error {
	p := from.person
	if from.waiting != nil && p.seated() {
		return ErrNotSeated
	}
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

// become takes over a membership, and works out once what it calls the person. Whoever goes by an alias shows no
// initial either.
func (p *person) become(m Membership) {
	p.member = m
	p.given = clip(visible(m.Alias.Reveal()), MaxName)
	p.fuller = p.given
	words := strings.Fields(m.Name.Reveal())
	if p.given != "" || len(words) == 0 {
		return
	}
	p.given = clip(visible(words[0]), MaxName)
	p.fuller = p.given
	if surname := visible(words[len(words)-1]); p.given != "" && len(words) > 1 && surname != "" {
		initial, _ := utf8.DecodeRuneInString(surname)
		p.fuller = clip(p.given, MaxName-3) + " " + string(unicode.ToUpper(initial)) + "."
	}
}

// short is the name a person goes by when nobody else has the same: the alias, else the first name.
func (p *person) short() string {
	if p.alias != "" {
		return p.alias
	}
	return p.given
}

// long tells two people of the same first name apart: "Ana R.".
func (p *person) long() string {
	if p.alias != "" {
		return p.alias
	}
	return p.fuller
}

// marked tells apart whoever is left, by the one thing that everybody can see: the seat.
func (p *person) marked(n SeatNumber) string {
	mark := "(" + strconv.Itoa(int(n)) + ")"
	return strings.TrimSpace(clip(p.long(), MaxName-1-len(mark)) + " " + mark)
}

// clip cuts a name after its first n characters.
func clip(name string, n int) string {
	if utf8.RuneCountInString(name) <= n {
		return name
	}
	return strings.TrimSpace(string([]rune(name)[:n]))
}

// displayName is what the circle calls s. Only people in the circle count for a clash, so that nobody can tell from a
// name who is waiting outside.
func (s seated) displayName(circle []seated) Name {
	for _, name := range []string{s.person.short(), s.person.long()} {
		if name != "" && !s.taken(name, circle) {
			return NameOf(name)
		}
	}
	return NameOf(s.person.marked(s.seat))
}

// taken says whether anybody else in the circle is or could be called name. An alias can't take the name by which
// another person is told apart.
func (s seated) taken(name string, circle []seated) bool {
	marked := strings.HasSuffix(name, ")")
	for _, other := range circle {
		p := other.person
		if p == s.person {
			continue
		}
		if strings.EqualFold(name, p.short()) || strings.EqualFold(name, p.long()) ||
			marked && strings.EqualFold(name, p.marked(other.seat)) {
			return true
		}
	}
	return false
}
