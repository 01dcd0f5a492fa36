#!/usr/bin/env bash
# Makes the clips and tones that bots send: for each colour of palette.json a picture of that colour alone (VP8, 15 frames a
# second, one second) in the three sizes of a simulcast, and as many tones, each with a pitch of its own (Opus, 20 ms
# packets, one second).
# A small square wanders at a speed of its own along the lower edge, so that a frozen picture can be told from a live one, and so that no
# frame of one clip is a frame of another. All frames but the first hold next to nothing but the square: shown after
# somebody else's picture, they would leave that one where it is.
# The files are committed; run this again only to change them. Needs ffmpeg with libvpx and libopus, and node.
set -euo pipefail
cd "$(dirname "$0")"

# clip NUMBER COLOUR HEIGHT makes one size of a picture, which is HEIGHT/360 times the middle one.
clip() {
	local n=$1 colour=$2 height=$3 width=$(($3 * 16 / 9)) side=$(($3 * 16 / 360))
	ffmpeg -nostdin -v error -y -f lavfi -i "color=c=0x$colour:s=${width}x$height:r=15:d=1" \
		-f lavfi -i "color=c=white:s=${side}x$side:r=15:d=1" \
		-filter_complex "overlay=x='mod($side*$((10#$n))*n\\,$width)':y=$((height * 336 / 360)):format=yuv420" \
		-pix_fmt yuv420p -c:v libvpx -b:v 60k -g 15 -keyint_min 15 -auto-alt-ref 0 -deadline realtime -cpu-used 8 -threads 1 -an "clip-$n-$height.ivf"
}

i=0
while read -r hex; do
	i=$((i + 1))
	n=$(printf %02d "$i")
	for height in 180 360 720; do clip "$n" "$hex" "$height"; done
	# A second holds a whole number of waves, so that the tone goes round without a click. The page is one packet long:
	# that way a reader of pages reads packets.
	ffmpeg -nostdin -v error -y -f lavfi -i "sine=frequency=$((200 + 50 * i)):sample_rate=48000:duration=1" \
		-af volume=-6dB -ac 1 -c:a libopus -b:a 24k -vbr on -application voip -frame_duration 20 \
		-page_duration 20000 -map_metadata -1 -fflags +bitexact -flags:a +bitexact "tone-$n.ogg"
done < <(node -e '
	for (const { rgb } of JSON.parse(require("fs").readFileSync("palette.json", "utf8")))
		console.log(rgb.map((v) => v.toString(16).padStart(2, "0")).join(""));
')
