package room

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// TemplateName is what kind of group it is. Each has settings that suit it.
type TemplateName string

// The kinds.
const (
	TemplatePsychoeducation TemplateName = "psychoeducation" // staff teach, and take questions by raised hands
	TemplateSkills          TemplateName = "skills"          // staff teach, the group practises
	TemplateProcess         TemplateName = "process"         // people speak as they come to it, and silence is kept
	TemplateSupport         TemplateName = "support"         // one after the other, from check-in on
	TemplateFamily          TemplateName = "family"          // several families: raised hands keep the many apart
)

// Settings is how a room works that is led by a template. They decide what may flow and nothing of how it does, so that
// a switch changes no connection.
type Settings struct {
	// Floor is the mode that the session begins with, and that a switch brings.
	Floor FloorMode
	// MutedEntry: whoever takes a seat for the first time in a session may not speak until staff say so.
	MutedEntry bool
}

// Template is a named version of Settings. A version never changes: what changes is a new one.
type Template struct {
	Name     TemplateName
	Version  int // from 1
	Settings Settings
}

// TemplateRef names one version of a template. The zero value is the one that a group has if nobody chose: process.
type TemplateRef struct {
	Name    TemplateName
	Version int
}

// templates is every version there ever was: a group that was made with an old one keeps it.
func templates() []Template {
	return []Template{
		{TemplatePsychoeducation, 1, Settings{Floor: FloorHandFirst, MutedEntry: true}},
		{TemplateSkills, 1, Settings{Floor: FloorHandFirst}},
		{TemplateProcess, 1, Settings{Floor: FloorOpen}},
		{TemplateSupport, 1, Settings{Floor: FloorOneVoice}},
		{TemplateFamily, 1, Settings{Floor: FloorHandFirst}},
	}
}

// Templates lists the newest version of every template.
func Templates() []Template {
	var newest []Template
	for _, t := range templates() {
		i := slices.IndexFunc(newest, func(o Template) bool { return o.Name == t.Name })
		switch {
		case i < 0:
			newest = append(newest, t)
		case newest[i].Version < t.Version:
			newest[i] = t
		}
	}
	return newest
}

// ErrTemplate says that there is no such template, or no such version of it.
var ErrTemplate = fmt.Errorf("%w: want a template such as process or skills@1", ErrGroup)

// ParseTemplate reads what TemplateRef.String writes, "skills@1", or a name alone, which is its newest version. Empty is
// the zero value. The error is ErrTemplate.
func ParseTemplate(text string) (TemplateRef, error) {
	if text == "" {
		return TemplateRef{}, nil
	}
	name, number, versioned := strings.Cut(text, "@")
	ref := TemplateRef{Name: TemplateName(name)}
	if versioned {
		n, err := strconv.Atoi(number)
		if err != nil || n < 1 {
			return TemplateRef{}, ErrTemplate
		}
		ref.Version = n
	}
	t, ok := ref.find()
	if !ok || name == "" {
		return TemplateRef{}, ErrTemplate
	}
	return t.ref(), nil
}

// String is the form in which a template is kept: "skills@1", or "" for the zero value.
func (ref TemplateRef) String() string {
	if ref == (TemplateRef{}) {
		return ""
	}
	return string(ref.Name) + "@" + strconv.Itoa(ref.Version)
}

func (t Template) ref() TemplateRef { return TemplateRef{t.Name, t.Version} }

// find returns the template that is meant: the newest one if no version is named.
func (ref TemplateRef) find() (Template, bool) {
	list := templates()
	if ref.Version == 0 {
		list = Templates()
	}
	if ref.Name == "" {
		ref.Name = TemplateProcess
	}
	for _, t := range list {
		if t.Name == ref.Name && (ref.Version == 0 || t.Version == ref.Version) {
			return t, true
		}
	}
	return Template{}, false
}

// settleIn gives the room what the group's own template says. It is how every session begins.
func (r *Room) settleIn() {
	r.template, _ = r.group.Template.find() // Group.Check has found it
	r.floor, r.undo = floor{mode: r.template.Settings.Floor}, undo{}
}

// useTemplate leads the session by the newest version of another template. The group keeps its own for the next one.
// A mute that people entered with stays until staff lift it.
func (r *Room) useTemplate(now time.Time, by *person, name TemplateName, seen int) error {
	t, ok := TemplateRef{Name: name}.find()
	switch {
	case !ok || name == "":
		return ErrChoice
	case t == r.template:
		return nil
	case r.undoes(by, t.Settings.Floor, seen):
		return ErrMeanwhile
	}
	before := r.keep(ActTemplate)
	r.template = t
	if t.Settings.Floor != r.floor.mode {
		r.switchFloor(by, t.Settings.Floor)
	}
	r.offer(now, before)
	return nil
}

// enter mutes somebody who takes a seat for the first time in this session, if the template says so. It belongs to
// nobody's act, so whoever leads may lift it.
func (r *Room) enter(p *person) {
	if !p.entered && r.template.Settings.MutedEntry && p.member.Role.led() {
		p.maySpeak = false
		r.undo.permitted = slices.DeleteFunc(r.undo.permitted, func(id PersonID) bool { return id == p.member.Person })
	}
	p.entered = true
}
