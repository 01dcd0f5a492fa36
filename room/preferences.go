package room

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// MaxPronouns is how long somebody's pronouns may be, in characters.
const MaxPronouns = 20

// Preferences are how somebody likes to take part. Only they and staff are told; peers see the same whatever is said
// here. They are kept for the session, and saved with it. The zero value says nothing.
type Preferences struct {
	Part     Part
	Pronouns Name // in their own words, at most MaxPronouns characters
	Language Name // in their own words, at most MaxName characters
	Camera   CameraNeed
}

// Part is how somebody comes into the talk.
type Part string

// The ways. The zero value leaves it open.
const (
	PartUnsaid    Part = ""
	PartInvite    Part = "invite"    // likes to be asked
	PartMyself    Part = "myself"    // comes in without being asked
	PartListening Part = "listening" // listens today: is nudged by nobody, and is offered to pass first
)

// CameraNeed is what somebody needs about being seen.
type CameraNeed string

// The needs. The zero value is none.
const (
	CameraNeedNone   CameraNeed = ""
	CameraNeedBreaks CameraNeed = "breaks" // on for a while, and off in between
	CameraNeedOff    CameraNeed = "off"    // rather not seen
)

// parts and cameraNeeds are all that may be said.
var (
	parts       = []Part{PartUnsaid, PartInvite, PartMyself, PartListening}
	cameraNeeds = []CameraNeed{CameraNeedNone, CameraNeedBreaks, CameraNeedOff}
)

// setPreferences replaces what somebody has said of how they like to take part.
func (r *Room) setPreferences(p *person, told Preferences) error {
	if !slices.Contains(parts, told.Part) || !slices.Contains(cameraNeeds, told.Camera) {
		return ErrPreferences
	}
	pronouns, err := ownWords(told.Pronouns, MaxPronouns)
	if err != nil {
		return err
	}
	language, err := ownWords(told.Language, MaxName)
	if err != nil {
		return err
	}
	p.prefers = Preferences{Part: told.Part, Pronouns: pronouns, Language: language, Camera: told.Camera}
	return nil
}

// ownWords are cleaned as names are. Nothing at all is fine.
func ownWords(words Name, most int) (Name, error) {
	if strings.TrimSpace(words.Reveal()) == "" {
		return Name{}, nil
	}
	clean, err := CleanName(words.Reveal())
	if err != nil || utf8.RuneCountInString(clean) > most {
		return Name{}, ErrPreferences
	}
	return NameOf(clean), nil
}

// listening says whether somebody would rather listen today. Nothing may nudge them then.
func (p *person) listening() bool { return p.prefers.Part == PartListening }

// savedPreferences are absent where nothing was said, as in every room that was saved before one could.
type savedPreferences struct {
	Part     string `json:"part,omitempty"`
	Pronouns string `json:"pronouns,omitempty"`
	Language string `json:"language,omitempty"`
	Camera   string `json:"camera,omitempty"`
}

func (f Preferences) save() savedPreferences {
	return savedPreferences{string(f.Part), f.Pronouns.Reveal(), f.Language.Reveal(), string(f.Camera)}
}

func (s savedPreferences) restore() Preferences {
	return Preferences{
		Part: Part(s.Part), Pronouns: NameOf(s.Pronouns), Language: NameOf(s.Language), Camera: CameraNeed(s.Camera),
	}
}
