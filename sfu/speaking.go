package sfu

import "time"

const (
	// loudLevel is the audio level, in -dBov (RFC 6464), from which a packet counts as speech. The voice activity bit
	// is not looked at: browsers always set it.
	loudLevel = 40
	// speakAfter is how long somebody must be heard before they count as speaking: coughs are shorter.
	speakAfter = 200 * time.Millisecond
	// quietAfter is how long somebody must be silent before they no longer do: breaths are shorter.
	quietAfter = 800 * time.Millisecond
	// pauseWithin is the longest silence between two syllables.
	pauseWithin = 150 * time.Millisecond
)

// speech decides from a person's loudness whether they are speaking. The zero value is silent.
type speech struct {
	speaking bool
	since    time.Time // the first loud moment of this utterance
	last     time.Time // the last loud moment
}

// hear takes note of whether the person is loud at now, and returns whether they are speaking.
func (s *speech) hear(now time.Time, loud bool) bool {
	if loud {
		if s.since.IsZero() || now.Sub(s.last) > pauseWithin && !s.speaking {
			s.since = now
		}
		s.last = now
		if now.Sub(s.since) >= speakAfter {
			s.speaking = true
		}
		return s.speaking
	}
	if !s.last.IsZero() && now.Sub(s.last) >= quietAfter {
		*s = speech{}
	}
	return s.speaking
}
