package sfu

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pion/sdp/v3"
)

// What is left of an offer. Candidates are not in it: the server never sends anything to an address that a client
// has named, it only answers those that it hears from.
var (
	sessionAttributes = []string{
		"group", "msid-semantic", "ice-options", "extmap-allow-mixed", "fingerprint", "setup", "ice-ufrag", "ice-pwd",
	}
	lineAttributes = []string{
		"mid", "setup", "ice-ufrag", "ice-pwd", "ice-options", "fingerprint", "rtcp-mux", "rtcp-rsize",
		"sendonly", "recvonly", "msid", "extmap-allow-mixed",
	}
)

// feedbacks are the kinds of RTCP feedback that the server gives and takes.
var feedbacks = []string{"nack", "nack pli", "ccm fir", "transport-cc"}

// The header extensions that publishers may send.
const (
	uriMid         = sdp.SDESMidURI
	uriRID         = sdp.SDESRTPStreamIDURI
	uriRepairedRID = sdp.SDESRepairRTPStreamIDURI
	uriLevel       = sdp.AudioLevelURI
	uriTransport   = sdp.TransportCCURI
)

// keep returns the attributes whose keys are allowed.
func keep(attributes []sdp.Attribute, allowed []string) []sdp.Attribute {
	return slices.DeleteFunc(attributes, func(a sdp.Attribute) bool { return !slices.Contains(allowed, a.Key) })
}

// readCodec finds the payload types of Opus or VP8 on a line; the first of several is taken.
func readCodec(m *sdp.MediaDescription, video bool) (codec, error) {
	want := "opus/48000/2"
	if video {
		want = "vp8/90000"
	}
	c := codec{video: video}
	found := false
	var repairs []uint8
	for _, a := range m.Attributes {
		if a.Key != "rtpmap" {
			continue
		}
		number, name, _ := strings.Cut(a.Value, " ")
		payload, err := strconv.ParseUint(number, 10, 7)
		if err != nil || !slices.Contains(m.MediaName.Formats, number) {
			continue
		}
		switch strings.ToLower(name) {
		case want:
			if !found {
				c.payload, found = uint8(payload), true
			}
		case "rtx/90000":
			repairs = append(repairs, uint8(payload))
		}
	}
	if !found {
		return codec{}, fmt.Errorf("no %s", want)
	}
	for _, payload := range repairs {
		if video && c.repair == 0 && payload != c.payload && repairsFor(m, payload) == c.payload {
			c.repair = payload
		}
	}
	return c, nil
}

// repairsFor returns the payload type that a retransmission stream repairs (RFC 4588, section 8.1), or 0.
func repairsFor(m *sdp.MediaDescription, payload uint8) uint8 {
	prefix := strconv.Itoa(int(payload)) + " "
	for _, a := range m.Attributes {
		parameters, ok := strings.CutPrefix(a.Value, prefix)
		if a.Key != "fmtp" || !ok {
			continue
		}
		for parameter := range strings.SplitSeq(parameters, ";") {
			if number, ok := strings.CutPrefix(strings.TrimSpace(parameter), "apt="); ok {
				apt, err := strconv.ParseUint(number, 10, 7)
				if err == nil {
					return uint8(apt)
				}
			}
		}
	}
	return 0
}

// readExtensionIDs returns under which ids the line sends the header extensions that are read here.
func readExtensionIDs(m *sdp.MediaDescription) extensionIDs {
	var ids extensionIDs
	for _, a := range m.Attributes {
		if a.Key != "extmap" {
			continue
		}
		fields := strings.Fields(a.Value)
		if len(fields) < 2 {
			continue
		}
		number, _, _ := strings.Cut(fields[0], "/")
		id, err := strconv.ParseUint(number, 10, 8)
		if err != nil || id == 0 || id == 15 {
			continue
		}
		switch fields[1] {
		case uriMid:
			ids.mid = uint8(id)
		case uriRID:
			ids.rid = uint8(id)
		case uriRepairedRID:
			ids.repairedRID = uint8(id)
		case uriLevel:
			ids.level = uint8(id)
		case uriTransport:
			ids.transport = uint8(id)
		}
	}
	return ids
}

// readRIDs returns the names of the simulcast layers that the line offers (RFC 8851), at most maxLayers.
func readRIDs(m *sdp.MediaDescription) ([]string, error) {
	var rids []string
	for _, a := range m.Attributes {
		fields := strings.Fields(a.Value)
		if a.Key != "rid" || len(fields) < 2 || fields[1] != "send" {
			continue
		}
		rid := fields[0]
		odd := strings.ContainsFunc(rid, func(c rune) bool {
			return (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z')
		})
		if odd || len(rid) > maxRID || slices.Contains(rids, rid) {
			return nil, errors.New("rid odd or used twice")
		}
		if len(rids) < maxLayers {
			rids = append(rids, rid)
		}
	}
	return rids, nil
}

// readSSRC finds the one SSRC of the line and that of its retransmissions.
func (s *sendLine) readSSRC(m *sdp.MediaDescription) error {
	number := func(text string) (uint32, error) {
		n, err := strconv.ParseUint(text, 10, 32)
		if err != nil || n == 0 {
			return 0, errors.New("an ssrc is not a number")
		}
		return uint32(n), nil
	}
	var err error
	for _, a := range m.Attributes {
		fields := strings.Fields(a.Value)
		if a.Key != "ssrc-group" || len(fields) != 3 || fields[0] != "FID" {
			continue
		}
		if s.ssrc != 0 {
			return errors.New("more than one stream")
		}
		if s.ssrc, err = number(fields[1]); err != nil {
			return err
		}
		if s.repair, err = number(fields[2]); err != nil {
			return err
		}
	}
	for _, a := range m.Attributes {
		if a.Key != "ssrc" {
			continue
		}
		first, _, _ := strings.Cut(a.Value, " ")
		ssrc, err := number(first)
		switch {
		case err != nil:
			return err
		case s.ssrc == 0:
			s.ssrc = ssrc
		case ssrc != s.ssrc && ssrc != s.repair:
			return errors.New("more than one stream")
		}
	}
	if s.repair != 0 && s.repair == s.ssrc {
		return errors.New("a stream that repairs itself")
	}
	return nil
}

// rebuild leaves one codec, one stream or its layers, and the known header extensions on the line.
func (s *sendLine) rebuild(m *sdp.MediaDescription) {
	allowed := []string{uriMid, uriRID, uriRepairedRID, uriTransport}
	if !s.codec.video {
		allowed = []string{uriMid, uriLevel, uriTransport}
	}
	extra := keepExtensions(m, allowed...)
	for _, rid := range s.rids {
		extra = append(extra, sdp.Attribute{Key: "rid", Value: rid + " send"})
	}
	if len(s.rids) > 0 {
		extra = append(extra, sdp.Attribute{Key: "simulcast", Value: "send " + strings.Join(s.rids, ";")})
	}
	if s.repair != 0 {
		extra = append(extra, sdp.Attribute{Key: "ssrc-group", Value: fmt.Sprintf("FID %d %d", s.ssrc, s.repair)})
	}
	for _, ssrc := range []uint32{s.ssrc, s.repair} {
		if ssrc != 0 {
			extra = append(extra, sdp.Attribute{Key: "ssrc", Value: fmt.Sprintf("%d cname:-", ssrc)})
		}
	}
	reduce(m, s.codec, extra)
}

// rebuildReceive leaves one codec and the transport-wide number on a receive line; no other header extension is sent.
func rebuildReceive(m *sdp.MediaDescription, c codec) { reduce(m, c, keepExtensions(m, uriTransport)) }

// keepExtensions returns those of the line's header extensions that are allowed.
func keepExtensions(m *sdp.MediaDescription, allowed ...string) []sdp.Attribute {
	var kept []sdp.Attribute
	for _, a := range m.Attributes {
		if fields := strings.Fields(a.Value); a.Key == "extmap" && len(fields) >= 2 && slices.Contains(allowed, fields[1]) {
			kept = append(kept, sdp.Attribute{Key: "extmap", Value: fields[0] + " " + fields[1]})
		}
	}
	return kept
}

// reduce strips a line to the allowed attributes, those of one codec, and extra.
func reduce(m *sdp.MediaDescription, c codec, extra []sdp.Attribute) {
	var codecs []sdp.Attribute
	for _, a := range m.Attributes {
		payload, value, _ := strings.Cut(a.Value, " ")
		first := payload == strconv.Itoa(int(c.payload))
		repair := c.repair != 0 && payload == strconv.Itoa(int(c.repair))
		switch a.Key {
		case "rtpmap", "fmtp":
			if first || repair {
				codecs = append(codecs, a)
			}
		case "rtcp-fb":
			if (first || payload == "*") && slices.Contains(feedbacks, strings.TrimSpace(value)) {
				codecs = append(codecs, a)
			}
		}
	}
	m.MediaName.Port = sdp.RangedPort{Value: 9}
	m.MediaName.Formats = []string{strconv.Itoa(int(c.payload))}
	if c.repair != 0 {
		m.MediaName.Formats = append(m.MediaName.Formats, strconv.Itoa(int(c.repair)))
	}
	m.Attributes = slices.Concat(keep(m.Attributes, lineAttributes), codecs, extra)
	m.MediaTitle, m.ConnectionInformation, m.Bandwidth, m.EncryptionKey = nil, nil, nil, nil
}

// opusAnswer is how browsers are asked to encode speech: mono, with error correction, at a rate that a bad line can
// carry. Left to themselves they would copy their own offer, and some would send stereo.
const opusAnswer = "minptime=10;useinbandfec=1;stereo=0;maxaveragebitrate=32000"

// tuneAnswer replaces the Opus parameters in an answer.
func tuneAnswer(answer string) string {
	var out strings.Builder
	payload := ""
	for line := range strings.SplitSeq(strings.TrimSuffix(answer, "\r\n"), "\r\n") {
		if strings.HasPrefix(line, "m=") {
			payload = ""
		}
		if payload != "" && strings.HasPrefix(line, "a=fmtp:"+payload+" ") {
			continue
		}
		out.WriteString(line + "\r\n")
		if number, name, ok := strings.Cut(strings.TrimPrefix(line, "a=rtpmap:"), " "); ok &&
			strings.HasPrefix(line, "a=rtpmap:") && strings.EqualFold(name, "opus/48000/2") {
			payload = number
			out.WriteString("a=fmtp:" + payload + " " + opusAnswer + "\r\n")
		}
	}
	return out.String()
}
