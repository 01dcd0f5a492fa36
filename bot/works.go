package bot

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"sync"

	"github.com/pion/webrtc/v4/pkg/media/ivfreader"
	"github.com/pion/webrtc/v4/pkg/media/oggreader"
)

// Colour is one of the pictures that a camera can show, counted from 1. Zero is no picture.
type Colour int

// Tone is one of the sounds that a microphone can pick up, counted from 1. Zero is no sound.
type Tone int

// MostLayers is how many sizes a picture comes in.
const MostLayers = 3

// Works is how many pictures, and how many sounds, can be told from each other.
const Works = 16

// files are made by media/make.sh.
//
//go:embed media/palette.json media/*.ivf media/*.ogg
var files embed.FS

// works are the pictures and sounds, ready to send and to recognise. They never change once loaded.
type works struct {
	names [Works]swatch
	clips [Works][MostLayers][][]byte // VP8 frames, a key frame first; the smallest size first
	tones [Works][][]byte             // Opus packets of 20 ms
	marks map[uint64]mark             // by the sum of a frame or packet
	seed  maphash.Seed
}

// heights are how many pixels the sizes of a picture are high. The width is 16/9 of it.
var heights = [MostLayers]int{180, 360, 720}

type swatch struct {
	Name string
	RGB  [3]uint8
}

// mark is what a payload was recognised as. The zero value is nothing known.
type mark struct {
	colour Colour
	height int // of the picture, in pixels
	tone   Tone
}

var loadWorks = sync.OnceValues(readWorks)

// Name is the colour's name in English, or "" if there is no such colour.
func (c Colour) Name() string { return c.swatch().Name }

// RGB is the colour as a browser shows it, give or take what VP8 loses.
func (c Colour) RGB() (r, g, b uint8) {
	rgb := c.swatch().RGB
	return rgb[0], rgb[1], rgb[2]
}

func (c Colour) swatch() swatch {
	if w, err := loadWorks(); err == nil && c >= 1 && c <= Works {
		return w.names[c-1]
	}
	return swatch{}
}

func readWorks() (*works, error) {
	w := &works{marks: map[uint64]mark{}, seed: maphash.MakeSeed()}
	palette, err := files.ReadFile("media/palette.json")
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(palette, &w.names); err != nil {
		return nil, fmt.Errorf("palette: %w", err)
	}
	for i := range Works {
		for rank, height := range heights {
			clip, err := readClip(fmt.Sprintf("media/clip-%02d-%d.ivf", i+1, height))
			if err != nil {
				return nil, err
			}
			w.clips[i][rank] = clip
			w.learn(clip, mark{colour: Colour(i + 1), height: height})
		}
		if w.tones[i], err = readTone(fmt.Sprintf("media/tone-%02d.ogg", i+1)); err != nil {
			return nil, err
		}
		w.learn(w.tones[i], mark{tone: Tone(i + 1)})
	}
	return w, nil
}

// learn remembers whose payloads these are. What two of them share is nobody's.
func (w *works) learn(payloads [][]byte, whose mark) {
	for _, p := range payloads {
		sum := maphash.Bytes(w.seed, p)
		if known, ok := w.marks[sum]; ok && known != whose {
			w.marks[sum] = mark{}
			continue
		}
		w.marks[sum] = whose
	}
}

// recognise says which picture or sound a payload is.
func (w *works) recognise(payload []byte) mark { return w.marks[maphash.Bytes(w.seed, payload)] }

// readClip returns the frames of an IVF file.
func readClip(name string) ([][]byte, error) {
	raw, err := files.ReadFile(name)
	if err != nil {
		return nil, err
	}
	r, _, err := ivfreader.NewWith(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var frames [][]byte
	for {
		switch frame, _, err := r.ParseNextFrame(); {
		case errors.Is(err, io.EOF):
			return frames, nil
		case err != nil:
			return nil, fmt.Errorf("%s: %w", name, err)
		default:
			frames = append(frames, frame)
		}
	}
}

// readTone returns the packets of an Ogg file whose pages hold one Opus packet each.
func readTone(name string) ([][]byte, error) {
	raw, err := files.ReadFile(name)
	if err != nil {
		return nil, err
	}
	r, _, err := oggreader.NewWith(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var packets [][]byte
	for {
		switch packet, _, err := r.ParseNextPage(); {
		case errors.Is(err, io.EOF):
			return packets, nil
		case err != nil:
			return nil, fmt.Errorf("%s: %w", name, err)
		case bytes.HasPrefix(packet, []byte("OpusTags")):
		default:
			packets = append(packets, packet)
		}
	}
}
