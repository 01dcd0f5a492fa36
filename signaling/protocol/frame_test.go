package protocol

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDecodeReadsWhatABrowserMaySend(t *testing.T) {
	long := strings.Repeat("x", MaxFrame)
	for name, c := range map[string]struct {
		frame string
		id    uint32
		want  FromBrowser
		err   error
	}{
		"a command with an id and data":        {`{"type":"seat.mute","id":7,"data":{"seat":4}}`, 7, SeatMute{Seat: 4}, nil},
		"a command without an id":              {`{"type":"hand.raise","data":{}}`, 0, HandRaise{}, nil},
		"a command without data":               {`{"type":"leave","id":1}`, 1, Leave{}, nil},
		"a command whose data is null":         {`{"type":"leave","id":1,"data":null}`, 1, Leave{}, nil},
		"fields that nobody knows":             {`{"type":"mic.set","id":2,"role":"therapist","data":{"on":true,"seat":3}}`, 2, MicSet{On: true}, nil},
		"an offer that is longer than a frame": {`{"type":"media.offer","data":{"sdp":"` + long + `"}}`, 0, MediaOffer{SDP: long}, nil},

		"a type that nobody knows":            {`{"type":"seat.unmute","id":9,"data":{"seat":4}}`, 9, nil, ErrUnknown},
		"a type of the server":                {`{"type":"view","id":3,"data":{}}`, 3, nil, ErrUnknown},
		"no type":                             {`{"id":3}`, 3, nil, ErrUnknown},
		"data of another shape":               {`{"type":"seat.mute","id":5,"data":{"seat":"4"}}`, 5, nil, ErrMalformed},
		"a number that doesn't fit":           {`{"type":"pong","id":5,"data":{"n":4294967296}}`, 5, nil, ErrMalformed},
		"an id below zero":                    {`{"type":"leave","id":-1}`, 0, nil, ErrMalformed},
		"no JSON":                             {`hello`, 0, nil, ErrMalformed},
		"nothing":                             {``, 0, nil, ErrMalformed},
		"a list":                              {`[]`, 0, nil, ErrMalformed},
		"two frames in one":                   {`{"type":"leave"}{"type":"leave"}`, 0, nil, ErrMalformed},
		"a message that is too long":          {`{"type":"name.ask","id":6,"data":{"name":"` + long + `"}}`, 6, nil, ErrTooLarge},
		"an offer that is too long":           {`{"type":"media.offer","data":{"sdp":"` + strings.Repeat("x", MaxOffer) + `"}}`, 0, nil, ErrTooLarge},
		"100 000 objects in one another":      {strings.Repeat(`{"data":`, 100_000), 0, nil, ErrTooLarge},
		"100 000 lists in an offer's data":    {`{"type":"media.offer","data":` + strings.Repeat("[", 100_000) + `}`, 0, nil, ErrMalformed},
		"100 000 lists, closed, in a field":   {`{"type":"media.offer","x":` + nested(100_000) + `}`, 0, nil, ErrMalformed},
		"a short frame that is nested deeply": {`{"type":"leave","id":1,"data":` + nested(30_000) + `}`, 0, nil, ErrMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			id, got, err := Decode([]byte(c.frame))
			if !errors.Is(err, c.err) || (err == nil) != (c.err == nil) {
				t.Fatalf("error is %v, want %v", err, c.err)
			}
			if id != c.id {
				t.Errorf("id is %d, want %d", id, c.id)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("message (-want +got):\n%s", diff)
			}
		})
	}
}

func nested(depth int) string { return strings.Repeat("[", depth) + strings.Repeat("]", depth) }

func TestEveryMessageOfTheTablesSurvivesTheWire(t *testing.T) {
	for _, row := range BrowserRows() {
		t.Run(row.Type, func(t *testing.T) {
			frame, err := EncodeFromBrowser(7, row.Zero.(FromBrowser))
			if err != nil {
				t.Fatal(err)
			}
			id, got, err := Decode(frame)
			if err != nil || id != 7 {
				t.Fatalf("id %d, error %v from %s", id, err, frame)
			}
			if diff := cmp.Diff(row.Zero, any(got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	for _, row := range ServerRows() {
		t.Run(row.Type, func(t *testing.T) {
			frame, err := Encode(row.Zero.(FromServer))
			if err != nil {
				t.Fatal(err)
			}
			got, err := DecodeFromServer(frame)
			if err != nil {
				t.Fatalf("%v from %s", err, frame)
			}
			if diff := cmp.Diff(row.Zero, any(got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestNoMessageIsOfBothSides(t *testing.T) {
	for _, row := range ServerRows() {
		if _, ok := browserTypes[row.Type]; ok {
			t.Errorf("%s goes both ways", row.Type)
		}
	}
	if n := len(BrowserRows()); n != len(browserTypes) || n != len(browserNames) {
		t.Errorf("two rows of the browser's table share a type or a struct")
	}
	if n := len(ServerRows()); n != len(serverTypes) || n != len(serverNames) {
		t.Errorf("two rows of the server's table share a type or a struct")
	}
}

func TestAFrameOfTheServerThatNobodyKnowsIsAnError(t *testing.T) {
	for name, c := range map[string]struct {
		frame string
		err   error
	}{
		"a type of a browser": {`{"type":"leave","data":{}}`, ErrUnknown},
		"no JSON":             {`{`, ErrMalformed},
		"another shape":       {`{"type":"ping","data":[]}`, ErrMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := DecodeFromServer([]byte(c.frame)); !errors.Is(err, c.err) {
				t.Errorf("error is %v, want %v", err, c.err)
			}
		})
	}
}

// FuzzDecode looks for frames that crash, that come back as another message, or that pass a limit.
func FuzzDecode(f *testing.F) {
	for _, row := range BrowserRows() {
		frame, err := EncodeFromBrowser(1, row.Zero.(FromBrowser))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(frame)
	}
	for _, seed := range []string{
		``, `null`, `{}`, `[]`, `{"type":"view"}`, `{"type":"mic.set","data":{"on":true},"role":"therapist"}`,
		`{"type":"hello","data":{"protocol":1,"token":"t","ticket":"u"}}`, `{"TYPE":"leave","Id":4294967295}`,
		`{"type":"name.ask","data":{"name":"\u202e\ud800"}}`, `{"type":"leave","data":` + nested(200) + `}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, frame []byte) {
		id, m, err := Decode(frame)
		if (m == nil) != (err != nil) {
			t.Fatalf("message %#v with error %v", m, err)
		}
		if err != nil {
			return
		}
		name := browserNames[reflect.TypeOf(m)]
		if len(frame) > MaxFrame && name != TypeMediaOffer {
			t.Fatalf("%s has %d bytes", name, len(frame))
		}
		again, err := EncodeFromBrowser(id, m)
		if err != nil {
			t.Fatal(err)
		}
		// Escapes may make it longer than it came, and then it can't be read back.
		if len(again) > MaxFrame {
			return
		}
		if id2, m2, err := Decode(again); err != nil || id2 != id || !reflect.DeepEqual(m, m2) {
			t.Fatalf("%#v came back as %#v, id %d, error %v", m, m2, id2, err)
		}
	})
}

func TestEveryMessageHasAWordForItsType(t *testing.T) {
	// The page switches on these words, and the schema prints them between quotes.
	for _, row := range append(BrowserRows(), ServerRows()...) {
		quoted, err := json.Marshal(row.Type)
		if err != nil || !bytes.Equal(quoted, []byte(strconv.Quote(row.Type))) || strings.ToLower(row.Type) != row.Type {
			t.Errorf("%q is no plain word", row.Type)
		}
	}
}
