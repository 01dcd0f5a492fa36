package sfu

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alcove/room"
)

var testSlots = Slots{People: 2, Screen: 1}

// browserOffers returns what real browsers offered for testSlots, by browser.
func browserOffers(t testing.TB) map[string]string {
	t.Helper()
	files, err := filepath.Glob("testdata/offers/*.sdp")
	if err != nil || len(files) == 0 {
		t.Fatal("no offers", err)
	}
	offers := map[string]string{}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		// The files have plain line ends, so that no tool can change them on the way.
		offers[strings.TrimSuffix(filepath.Base(f), ".sdp")] = strings.ReplaceAll(string(b), "\n", "\r\n")
	}
	return offers
}

func TestTheOffersOfRealBrowsersAreUnderstood(t *testing.T) {
	for name, text := range browserOffers(t) {
		t.Run(name, func(t *testing.T) {
			o, err := readOffer(text, testSlots)
			if err != nil {
				t.Fatal(err)
			}
			var sources []room.Source
			for _, s := range o.sends {
				sources = append(sources, s.source)
				if s.ssrc == 0 || s.codec.video && (s.repair == 0 || s.codec.repair == 0) {
					t.Errorf("%s: streams %d and %d, codec %+v", s.source, s.ssrc, s.repair, s.codec)
				}
				if s.ids.transport == 0 || !s.codec.video && s.ids.level == 0 {
					t.Errorf("%s: extensions %+v", s.source, s.ids)
				}
			}
			want := []room.Source{room.SourceMicrophone, room.SourceCamera, room.SourceScreen, room.SourceScreenSound}
			if !slices.Equal(sources, want) {
				t.Errorf("sources are %v", sources)
			}
			got := []receiveLine{
				{"4", KindAudio, 0, false, true},
				{"5", KindVideo, 0, false, true},
				{"6", KindAudio, 1, false, true},
				{"7", KindVideo, 1, false, true},
				{"8", KindScreenAudio, 0, true, true},
				{"9", KindScreen, 0, true, true},
			}
			if diff := cmp.Diff(got, o.receives, cmp.AllowUnexported(receiveLine{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatIsLeftOfAnOfferNamesNoAddressAndOneCodec(t *testing.T) {
	for name, text := range browserOffers(t) {
		text = strings.ReplaceAll(text, "a=mid:0\r\n",
			"a=mid:0\r\na=candidate:1 1 udp 2122260223 192.0.2.7 50000 typ host\r\na=end-of-candidates\r\n")
		text = strings.ReplaceAll(text, "s=-\r\n", "s=-\r\nc=IN IP4 192.0.2.7\r\n")
		o, err := readOffer(text, testSlots)
		if err != nil {
			t.Fatal(err)
		}
		for _, never := range []string{"192.0.2.7", "candidate", "goog-remb", "toffset", "H264", "AV1"} {
			if strings.Contains(o.sdp, never) {
				t.Errorf("%s: %q is left", name, never)
			}
		}
		again, err := readOffer(o.sdp, testSlots)
		if err != nil {
			t.Fatalf("%s: what is left is no offer: %v", name, err)
		}
		if again.sdp != o.sdp {
			t.Errorf("%s: reading it again changes it", name)
		}
	}
}

func TestOffersThatAreRefused(t *testing.T) {
	chromium := browserOffers(t)["chromium"]
	section := func(mid string) string {
		for _, s := range strings.SplitAfter(strings.ReplaceAll(chromium, "\r\nm=", "\r\n\x00m="), "\x00") {
			if s = strings.TrimSuffix(s, "\x00"); strings.Contains(s, "a=mid:"+mid+"\r\n") {
				return s
			}
		}
		t.Fatalf("no mid %s", mid)
		return ""
	}
	replace := func(old, with string) string {
		if !strings.Contains(chromium, old) {
			t.Fatalf("no %q in the offer", old)
		}
		return strings.ReplaceAll(chromium, old, with)
	}
	more := func(extra string, mid string) string {
		text := replace("a=group:BUNDLE 0 1 2 3 4 5 6 7 8 9", "a=group:BUNDLE 0 1 2 3 4 5 6 7 8 9 "+mid)
		return text + extra
	}
	cases := map[string]string{
		"nothing":                   "",
		"not a session description": "hello",
		"no lines":                  strings.Split(chromium, "m=audio")[0],
		"too long":                  chromium + strings.Repeat("a=x\r\n", maxOffer/5),
		"a line too many":           more(strings.Replace(section("9"), "a=mid:9", "a=mid:10", 1), "10"),
		"data channels":             replace("m=audio 9 UDP/TLS/RTP/SAVPF", "m=application 9 UDP/DTLS/SCTP"),
		"plain RTP":                 replace("UDP/TLS/RTP/SAVPF", "RTP/AVP"),
		"a line that does both":     replace("a=sendonly", "a=sendrecv"),
		"a line that does nothing":  replace("a=recvonly", "a=inactive"),
		"a line with no direction":  replace("a=recvonly\r\n", ""),
		"a mid twice":               replace("a=mid:5", "a=mid:4"),
		"a line with no mid":        replace("a=mid:5\r\n", ""),
		"an endless mid":            replace("a=mid:5", "a=mid:"+strings.Repeat("5", 50)),
		"an endless attribute":      replace("a=mid:5", "a=msid:"+strings.Repeat("5", 5000)+"\r\na=mid:5"),
		"no bundle":                 replace("a=group:BUNDLE 0 1 2 3 4 5 6 7 8 9\r\n", ""),
		"a bundle without a line":   replace("a=group:BUNDLE 0 1 2 3 4 5 6 7 8 9", "a=group:BUNDLE 0 1 2 3 4 5 6 7 8"),
		"a bundle in another order": replace("a=group:BUNDLE 0 1", "a=group:BUNDLE 1 0"),
		"no Opus":                   replace("opus/48000/2", "PCMU/8000"),
		"no VP8":                    replace("VP8/90000", "VP9/90000"),
		"no fingerprint":            replace("a=fingerprint:", "a=print:"),
		"no ICE password":           replace("a=ice-pwd:", "a=pwd:"),
		"ICE lite":                  replace("s=-\r\n", "s=-\r\na=ice-lite\r\n"),
		"two streams on a line":     replace("a=mid:0\r\n", "a=mid:0\r\na=ssrc:5 cname:a\r\na=ssrc:6 cname:a\r\n"),
		"an ssrc that is no number": replace("a=mid:0\r\n", "a=mid:0\r\na=ssrc:x cname:a\r\n"),
		"an ssrc beyond 32 bits":    replace("a=mid:0\r\n", "a=mid:0\r\na=ssrc:4294967296 cname:a\r\n"),
	}
	cases["a third camera"] = strings.Replace(chromium, section("5"), strings.Replace(section("5"), "recvonly", "sendonly", 1), 1)
	cases["other payload types on one"] = strings.Replace(chromium, section("5"), strings.ReplaceAll(
		strings.ReplaceAll(section("5"), "SAVPF 96 ", "SAVPF 98 "), ":96 ", ":98 "), 1)
	ssrc := regexpSSRC(t, section("0"))
	cases["one ssrc on two lines"] = strings.Replace(chromium, section("3"),
		strings.ReplaceAll(section("3"), "a=ssrc:"+regexpSSRC(t, section("3")), "a=ssrc:"+ssrc), 1)
	for name, text := range cases {
		t.Run(name, func(t *testing.T) {
			if _, err := readOffer(text, testSlots); !errors.Is(err, ErrOffer) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// regexpSSRC returns the first SSRC of a section.
func regexpSSRC(t *testing.T, section string) string {
	t.Helper()
	_, after, ok := strings.Cut(section, "a=ssrc:")
	if !ok {
		t.Fatal("no ssrc")
	}
	ssrc, _, _ := strings.Cut(after, " ")
	return ssrc
}

// withRIDs returns Chromium's offer with these lines in place of the streams of one of its m-lines.
func withRIDs(t testing.TB, section int, lines string) string {
	t.Helper()
	parts := strings.SplitAfter(browserOffers(t)["chromium"], "\r\nm=")
	var out strings.Builder
	for line := range strings.SplitAfterSeq(parts[section], "\r\n") {
		if !strings.HasPrefix(line, "a=ssrc") {
			out.WriteString(line)
		}
		if strings.HasPrefix(line, "a=mid:") {
			out.WriteString(lines)
		}
	}
	parts[section] = out.String()
	return strings.Join(parts, "")
}

func TestTheLayersOfACameraAreTakenInTheirOrderAndOfAScreenOnlyTheFirst(t *testing.T) {
	const lines = "a=rid:low send\r\na=rid:mid send\r\na=rid:back recv\r\na=rid:high send\r\na=rid:over send\r\n" +
		"a=simulcast:send low;mid;high;over\r\n"
	cases := map[string]struct {
		section int
		rids    []string
	}{
		"the camera": {2, []string{"low", "mid", "high"}},
		"the screen": {3, []string{"low"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			o, err := readOffer(withRIDs(t, c.section, lines), testSlots)
			if err != nil {
				t.Fatal(err)
			}
			if s := o.sends[c.section-1]; !slices.Equal(s.rids, c.rids) || s.ssrc != 0 {
				t.Errorf("it is %+v", s)
			}
			if !strings.Contains(o.sdp, "a=simulcast:send "+strings.Join(c.rids, ";")+"\r\n") || strings.Contains(o.sdp, "over") {
				t.Error("what is left names other layers")
			}
			if again, err := readOffer(o.sdp, testSlots); err != nil || again.sdp != o.sdp {
				t.Errorf("reading it again changes it: %v", err)
			}
		})
	}
}

func TestOddLayersAreRefused(t *testing.T) {
	for name, lines := range map[string]string{
		"a rid twice":        "a=rid:low send\r\na=rid:low send\r\n",
		"an endless rid":     "a=rid:" + strings.Repeat("l", maxRID+1) + " send\r\n",
		"a rid with a comma": "a=rid:a;b send\r\n",
	} {
		if _, err := readOffer(withRIDs(t, 2, lines), testSlots); !errors.Is(err, ErrOffer) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestTheAnswerAsksForMonoSpeech(t *testing.T) {
	in := "v=0\r\nm=audio 9 X 109\r\na=rtpmap:109 opus/48000/2\r\na=fmtp:109 stereo=1\r\na=sendonly\r\n" +
		"m=video 9 X 109\r\na=rtpmap:109 VP8/90000\r\na=fmtp:109 max-fs=1\r\n"
	want := "v=0\r\nm=audio 9 X 109\r\na=rtpmap:109 opus/48000/2\r\na=fmtp:109 " + opusAnswer + "\r\na=sendonly\r\n" +
		"m=video 9 X 109\r\na=rtpmap:109 VP8/90000\r\na=fmtp:109 max-fs=1\r\n"
	if diff := cmp.Diff(want, tuneAnswer(in)); diff != "" {
		t.Error(diff)
	}
}

func FuzzOffer(f *testing.F) {
	for _, text := range browserOffers(f) {
		f.Add(text)
	}
	f.Add(withRIDs(f, 2, "a=rid:low send\r\na=rid:high send\r\na=simulcast:send low;high\r\n"))
	f.Add("v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\n")
	f.Fuzz(func(t *testing.T, text string) {
		o, err := readOffer(text, testSlots)
		if err != nil {
			if !errors.Is(err, ErrOffer) {
				t.Fatalf("%v is no ErrOffer", err)
			}
			return
		}
		if len(o.sends) > maxSend || len(o.receives) > 2*(testSlots.People+testSlots.Screen) {
			t.Fatalf("%d send and %d receive lines", len(o.sends), len(o.receives))
		}
		for _, send := range o.sends {
			if len(send.rids) > maxLayers {
				t.Fatalf("%d layers", len(send.rids))
			}
		}
		for line := range strings.SplitSeq(o.sdp, "\r\n") {
			if strings.HasPrefix(line, "a=candidate") || strings.HasPrefix(line, "a=remote-candidates") {
				t.Fatalf("%q is left", line)
			}
		}
	})
}
