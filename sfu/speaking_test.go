package sfu

import (
	"testing"
	"time"
)

func TestSpeakingFollowsTheVoiceWithHysteresis(t *testing.T) {
	const tick = 50 * time.Millisecond
	cases := map[string]struct {
		voice string // one letter per 50 ms: L loud, . quiet
		want  string // S speaking, . not
	}{
		"silence":                         {"..........", ".........."},
		"a voice counts after 200 ms":     {"LLLLLLL", "....SSS"},
		"a cough does not":                {"LLL.......", ".........."},
		"two coughs far apart do not":     {"LLL....LLL....", ".............."},
		"syllables with gaps count":       {"LL..LL..L", "....SSSSS"},
		"silence counts after 800 ms":     {"LLLLL................LL", "....SSSSSSSSSSSSSSSS..."},
		"a breath does not end a speech":  {"LLLLL..........LLLLL", "....SSSSSSSSSSSSSSSS"},
		"whoever stopped must start over": {"LLLLL................LLLLL", "....SSSSSSSSSSSSSSSS.....S"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			var s speech
			got := ""
			for i, v := range c.voice {
				if s.hear(origin.Add(time.Duration(i)*tick), v == 'L') {
					got += "S"
				} else {
					got += "."
				}
			}
			if got != c.want {
				t.Errorf("\nvoice %s\ngot   %s\nwant  %s", c.voice, got, c.want)
			}
		})
	}
}
