<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>All labels taken off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Blog</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Blogs &amp; news</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Channels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Complaints come in faster than usual: {title}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drafts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Due soonest first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fewer words find more; a word may be cut short with *.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forward</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forward: {subject}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Found: {what}. Esc goes back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It answers; it is quiet there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is not heard: what came since is not here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It works: found {who}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It works: signed in as {who}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its password is forgotten as soon as the keyring can be asked, at the latest at the next start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label “{name}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label “{name}” removed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label “{name}” taken off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last answered {when}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Later</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Many write at once: {title}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Marked as read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Marked as unread</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mentions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Most important first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moved to the trash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Muted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needs you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New label: “{name}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New messages that need you appear here by themselves.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Newsletters, notices and passing mentions end up here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next to come back first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No drafts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody is waiting, as far as is known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody is waiting.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not about us</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not about us, nor “{phrase}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not over yet: {rate}. The rest can be closed below a quarter of the peak.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note deleted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing else.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is done yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is muted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is put off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is starred.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing on its way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to look at.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was found.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Offline: what is written now comes in later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outbox</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press {key} on a conversation to hear no more of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press {key} on a conversation to keep it at hand.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press {key} on a conversation to put it here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press {key} on a conversation to see it again later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press {key} on a conversation to wait for the answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press {key} on a conversation when it needs you no more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press {key} on what is about somebody else of your name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redone: the label “{name}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redone: {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reopened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replies wait here until the server has them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sample shop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Snoozed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starred</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Still needed: {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The label is called “{name}” now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The language is told by their words again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The newest {n} found: {what}. Esc goes back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The rest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The trash is empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is an account called “{name}” already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no storm.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undone: the label “{name}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undone: {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unmuted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unread</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unstarred</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Usually {n} a day</source>
        <translation>
            <numerusform>Usually {n} a day</numerusform>
            <numerusform>Usually {n} a day</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Usually {n} a month</source>
        <translation>
            <numerusform>Usually {n} a month</numerusform>
            <numerusform>Usually {n} a month</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Usually {n} a week</source>
        <translation>
            <numerusform>Usually {n} a week</numerusform>
            <numerusform>Usually {n} a week</numerusform>
        </translation>
    </message>
    <message>
        <source>Waiting for their answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting longest first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What may interest you but can wait appears here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What you begin to write is kept here until it is sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Worth a look</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You wait for nobody.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your messages are being fetched; who needs you appears here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Yours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at its peak</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>back {when}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by {channel}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>draft begun</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>due in {span}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>due {when}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>fading</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>fading, half of peak in {span}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in {span}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>just now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>label {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>overdue {span}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>peak {when}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rising</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>starred</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tomorrow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>until {when}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waiting {span}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{channel} is not heard: {sentence}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{done}, back {when}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{done}, until {when}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{done}: {what}, {whom}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{lane}, newest first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{m} min {s} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} M</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{n} behind this row</source>
        <translation>
            <numerusform>{n} behind this row</numerusform>
            <numerusform>{n} behind this row</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} conversations</source>
        <translation>
            <numerusform>{n} conversation</numerusform>
            <numerusform>{n} conversations</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} d</source>
        <translation>
            <numerusform>{n} d</numerusform>
            <numerusform>{n} d</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} days</source>
        <translation>
            <numerusform>{n} day</numerusform>
            <numerusform>{n} days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} earlier</source>
        <translation>
            <numerusform>{n} earlier</numerusform>
            <numerusform>{n} earlier</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} followers</source>
        <translation>
            <numerusform>{n} follower</numerusform>
            <numerusform>{n} followers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} h</source>
        <translation>
            <numerusform>{n} h</numerusform>
            <numerusform>{n} h</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} held, sends in {left}</source>
        <translation>
            <numerusform>{n} held, sends in {left}</numerusform>
            <numerusform>{n} held, sends in {left}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} in the last hour, {peak} at the peak</source>
        <translation>
            <numerusform>{n} in the last hour, {peak} at the peak</numerusform>
            <numerusform>{n} in the last hour, {peak} at the peak</numerusform>
        </translation>
    </message>
    <message>
        <source>{n} k</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{n} messages</source>
        <translation>
            <numerusform>{n} message</numerusform>
            <numerusform>{n} messages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} min</source>
        <translation>
            <numerusform>{n} min</numerusform>
            <numerusform>{n} min</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} months</source>
        <translation>
            <numerusform>{n} month</numerusform>
            <numerusform>{n} months</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} not sent</source>
        <translation>
            <numerusform>{n} not sent</numerusform>
            <numerusform>{n} not sent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} not sent in time</source>
        <translation>
            <numerusform>{n} not sent in time</numerusform>
            <numerusform>{n} not sent in time</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} not sure</source>
        <translation>
            <numerusform>{n} not sure</numerusform>
            <numerusform>{n} not sure</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} people in all your channels</source>
        <translation>
            <numerusform>{n} person in all your channels</numerusform>
            <numerusform>{n} people in all your channels</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} people in {channel}</source>
        <translation>
            <numerusform>{n} person in {channel}</numerusform>
            <numerusform>{n} people in {channel}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} people: {title}</source>
        <translation>
            <numerusform>{n} person: {title}</numerusform>
            <numerusform>{n} people: {title}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} queued</source>
        <translation>
            <numerusform>{n} queued</numerusform>
            <numerusform>{n} queued</numerusform>
        </translation>
    </message>
    <message>
        <source>{n} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{n} scheduled</source>
        <translation>
            <numerusform>{n} scheduled</numerusform>
            <numerusform>{n} scheduled</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} sending</source>
        <translation>
            <numerusform>{n} sending</numerusform>
            <numerusform>{n} sending</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} stand on their own</source>
        <translation>
            <numerusform>{n} stands on its own</numerusform>
            <numerusform>{n} stand on their own</numerusform>
        </translation>
    </message>
    <message>
        <source>{span} late</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{usual}; nothing for {span}. {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” can be {choices}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” is added; what is there comes in now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” is removed. What was written there stays.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AccountsPage</name>
    <message>
        <source>Add a channel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open your own shop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove {name}? What was written there stays; its password is forgotten.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Removing …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save and try</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saving …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is the sample shop. Your own channels belong into your own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trying {name} …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>last heard {when}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Alerts</name>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>and {n} more</source>
        <translation>
            <numerusform>and {n} more</numerusform>
            <numerusform>and {n} more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} wait for an answer</source>
        <translation>
            <numerusform>{n} waits for an answer</numerusform>
            <numerusform>{n} wait for an answer</numerusform>
        </translation>
    </message>
    <message>
        <source>{who} waits for an answer</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Also</name>
    <message>
        <source>accounts, add an account, add a channel, mail, email, e-mail, IMAP, SMTP, server, password, sign in, log in, connect, Mastodon, Bluesky, Facebook, blogs, feed, RSS, mentions, watch, signature, keyring, remove account, test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>addressees, copy, address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>again, repeat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>answer everybody, everyone, group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>answer, respond, write back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>answering, answer time, response time, target, due, deadline, SLA, opening hours, business hours, working hours, holidays, vacation, closed, away, time zone, notifications, alerts, bubbles, notify, reminders, quiet, sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>archive, close, resolve, finish, complete, handled, answered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>archive, closed, resolved, finished, answered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>attachment, file, photo, picture, document, upload</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>channel, switch, by mail, in public</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cite, citation, original text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>clear selection, unmark, deselect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>close, leave, escape, cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>comment, memo, remark, write to yourself, internal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>compose, mail, email, e-mail, write to somebody, begin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>contact, customer, profile, address, personas, merge, link accounts, same person</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>delete saved search, view, filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>delete, remove, bin, throw away, discard, erase</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>deleted, bin, removed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>demo, example, try, tutorial, tour, switch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dictionary, spell check</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>direct message, DM, answer privately</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>down, following row</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>exit, close, leave, end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>find, look for, query, filter, from, before, order number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>first conversation, top of the list, start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>flag, favourite, favorite, bookmark, pin, important</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>flagged, favourites, favorites, bookmarks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>folder, tab, list above</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>folder, tab, list below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>help, shortcuts, keyboard, hotkeys, cheat sheet, manual</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>images, photos, remote content, show pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>importance, score, reasons, priority, explain, ranking, points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>importance, teach, rules, filters, topics, pinned words, VIP, forget, ranking, priority</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>inbox, important, urgent, home, unanswered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>keep, view, smart folder, filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>last conversation, bottom of the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>later, remind me, reminder, postpone, put off, tomorrow, sleep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>later, reminders, postponed, put off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>leave the demo, real shop, switch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>less important, lower, teach, learn, unimportant, dislike</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>look, theme, colours, colors, dark mode, light, night, contrast, density, compact, rows, text size, font, zoom, scale, larger, smaller, name of the shop, spelling, movement, animation, accessibility</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>make template, new template, snippet, canned response</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mark all, everything, bulk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mark several, range, bulk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mark several, range, bulk, bottom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mark several, range, bulk, top</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mark, tick, check, choose several, bulk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mentions, blogs, interesting, maybe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>menu bar, hamburger</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>more important, raise, teach, learn, higher, like</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>next unanswered, next urgent, next important</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not seen, new again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>open again, unarchive, move to inbox, not done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>palette, actions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pass on, send on, share, email</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pending, follow up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pending, follow up after, remind me, chase</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pending, follow up, remind me, chase</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>preferences, options, configuration, setup, customise, customize</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>read, enter, show message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>refresh, arrived, held back, new messages, reorder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>refresh, check mail, fetch, synchronise, synchronize, receive, update</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>remind me again, postpone again, later</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>remove tags, untag, clear labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>saved search name, view, filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>schedule, tomorrow, timer, delay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>scroll down, page down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>scroll up, page up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>search in text, look for words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>seen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>send and close, send and archive, resolve</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sending, sent, queue, scheduled, on their way, failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shortcuts, keyboard, hotkeys, keymap, bindings, single letters, vi, Thunderbird, Gmail, Mastodon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>silence, ignore, block, quiet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>silenced, ignored, blocked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sorry, apology, public reply, complaint, two replies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sort by date, latest, recent, chronological</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sort by deadline, overdue, late</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sort by importance, priority, urgent, score</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sort by waiting time, oldest, patience</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sort, sorting, arrange</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>spam, junk, excluded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>spam, junk, irrelevant, wrong mention, exclude, block</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>spike, viral, burst, expand, collapse, group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>spike, viral, burst, finish all, crisis over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>spike, viral, burst, peak, crisis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>submit, post, publish</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tag 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tag 2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tag 3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tag 4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tag 5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tag 6</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tag 7</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tag 8</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tag 9</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tag, category, folder, move to, colour, color</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>take back, revert, mistake, oops, unsend, recall</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>templates, canned responses, snippets, macros, text blocks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>typo, mistake, spell check</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unimportant, everything else, other, newsletters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unsent, begun, unfinished</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>up, row before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>web page, website, link, post, source, headers, html</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>wrong language, German, French, Spanish, English</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AnsweringPage</name>
    <message>
        <source>An answer is due within</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Closed on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In every channel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In private</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In public</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody grows late while you are closed. Empty means round the clock.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notifications of who waits too long</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Once for each wait, without a sound, never while you are closed or look at this window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opening hours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sooner or later in some channels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Such as 45 min or 6 h.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Until you say otherwise, an answer is due an hour after they wrote, round the clock.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What holds where you write nothing stands there in grey.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{length} from {asked} is {due}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AppearancePage</name>
    <message>
        <source>As the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comfortable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compact</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>High</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Movement</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the shop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Normal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing in this window moves by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rows of the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of the text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spelling while you write</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your shop</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Asking</name>
    <message>
        <source>Looking for news …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing new</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{came} so far; {names} has not answered yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{came}; {names} could not be asked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{names} could not be asked</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{n} new</source>
        <translation>
            <numerusform>{n} new</numerusform>
            <numerusform>{n} new</numerusform>
        </translation>
    </message>
    <message>
        <source>{why}: last heard {when}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Attachments</name>
    <message>
        <source>Save the attachment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the original</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The attachment could not be saved: {why}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Beside</name>
    <message>
        <source>Public text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text of the private reply</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>BulkBar</name>
    <message>
        <source>All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chosen together</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trash</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{n} chosen</source>
        <translation>
            <numerusform>{n} chosen</numerusform>
            <numerusform>{n} chosen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>All commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer another way</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apologise in public, help in private</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attach files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change To and Cc</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the rest of the storm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Conversations not about us</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done conversations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drafts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Eighth label on or off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fifth label on or off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find in this conversation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First label on or off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forward as mail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fourth label on or off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys that work here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Less like this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load the pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look for news now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mark as read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mark as unread</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Menu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More like this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move to the trash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mute or unmute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Muted conversations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needs you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next conversation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next lane</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next misspelt word</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next order of the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next that needs you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ninth label on or off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not about us</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the sample shop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open your own shop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order: due soonest first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order: most important first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order: newest first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order: waiting longest first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outbox</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous conversation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous lane</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quote what they wrote</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove this search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename this search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reopen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reply in private</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reply to all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save this search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save this text as a reply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved replies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Second label on or off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select down to the last</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select down to the next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select or unselect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select up to the first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select up to the one before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send and Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send later</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings: answering</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings: appearance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings: channels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings: keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seventh label on or off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shopbell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show everybody in the storm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show what is new</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sixth label on or off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Snooze</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Snooze again to the same time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Snoozed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spelling: language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Star or unstar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starred</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take all labels off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The rest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Third label on or off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To the beginning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To the end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Triage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unfold the storm, or fold it again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>View the original in the browser</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait for their answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait for their answer, so many days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What Shopbell has learned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who is this?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why is this here?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Worth a look</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Draft saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not saved yet, trying again: {why}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Deciding</name>
    <message>
        <source>It was not snoozed before, or only to a time that is over.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That is so already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no label to take off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing to redo.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing to reopen: it is open.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing to undo.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Working on it …</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>It is called {name} now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not saved any more: {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved: {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved: {name}. What comes in later is counted there.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Enclosing</name>
    <message>
        <source>Files cannot go with a reply by this channel. Answer by mail to send them.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find in this conversation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} of {all}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Finding</name>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename this search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save this search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search for something first, then save it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Findings</name>
    <message>
        <source>In private: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In public: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One moment …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One moment, the file is still being read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a conversation to answer it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FirstRun</name>
    <message>
        <source>Add an account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything customers say to you, in one list.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the sample shop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The one who needs an answer first stands on top. Nothing leaves this machine unasked.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Following</name>
    <message>
        <source>Draft saved</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Foot</name>
    <message>
        <source>Found with words that begin so, the newest {n}. Enter lists all, Esc closes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Found with words that begin so: {n}. Enter opens, Esc closes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has just this word in it. Go on typing, or end it with * for all that begin so.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was found. Fewer words find more; a word may be cut short with *.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved, the search counts what comes in later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The newest {n} found. Enter lists all, Esc closes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Words, “a phrase”, -without, and {operators}</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{n} found, newest first. Enter opens, Esc closes.</source>
        <translation>
            <numerusform>{n} found, newest first. Enter opens, Esc closes.</numerusform>
            <numerusform>{n} found, newest first. Enter opens, Esc closes.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Guard</name>
    <message>
        <source>Move to private</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send all the same</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Hints</name>
    <message>
        <source>Enter goes on, Shift+Enter goes back, Esc ends the search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Space chooses, Tab goes on, Esc goes back to the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{find} finds, {back} goes back to the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{reply} replies, {find} finds, {back} goes back to the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{send} sends, {back} goes back to the list</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Household</name>
    <message>
        <source>Answering</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Channels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>InboxHead</name>
    <message>
        <source>order has changed, press {key}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>order has changed: show</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{n} new, press {key} to show</source>
        <translation>
            <numerusform>{n} new, press {key} to show</numerusform>
            <numerusform>{n} new, press {key} to show</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} new: show</source>
        <translation>
            <numerusform>{n} new: show</numerusform>
            <numerusform>{n} new: show</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} selected: every key means all of them</source>
        <translation>
            <numerusform>{n} selected: every key means all of them</numerusform>
            <numerusform>{n} selected: every key means all of them</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>InboxPane</name>
    <message>
        <source>Conversations</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>KeyRecorder</name>
    <message>
        <source>New keys: {keys}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press the keys</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Keymap</name>
    <message>
        <source>The keys in {file} cannot be read: {why}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The keys of “{title}” must stand in brackets.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no command called “{id}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no place called [{place}] for keys.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is not in UTF-8</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{key}” is already “{other}”, so “{title}” does not get it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{key}” is not a key (for “{title}”).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{key}” is now “{title}”; “{other}” has no key left.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{key}” is text while you write; “{title}” needs Ctrl there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{key}” uses Alt, which writes letters on many keyboards (for “{title}”).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{key}” would be heard while you type; “{title}” needs Ctrl or a function key there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{title}” has no meaning in [{place}].</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>KeysPage</name>
    <message>
        <source>All keys as they were</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As it was</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a command to give it other keys.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keymap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys of a command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys of “{title}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Off leaves Ctrl and function keys; what had a letter only gets its key of “Ctrl only”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Single letters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take them from {others}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two keys pressed one after the other count as one. Tab leads on, Esc closes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>vi and aerc</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{key}” begins with {others}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{key}” is already {others}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{key}” is free.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{key}” is how {others} begins.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{title}” has no key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{title}” is on: {keys}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>KeysSheet</name>
    <message>
        <source>Esc closes this.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Esc closes this. {key} finds every command by name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys that work here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One of the first labels on or off</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>KnownPeople</name>
    <message>
        <source>People you know</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LabelLine</name>
    <message numerus="yes">
        <source>Label {name}, {n} conversations</source>
        <translation>
            <numerusform>Label {name}, {n} conversation</numerusform>
            <numerusform>Label {name}, {n} conversations</numerusform>
        </translation>
    </message>
    <message>
        <source>Labels: {names}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LabelMenu</name>
    <message>
        <source>Colour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find its conversations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename this label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename …</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LabelPicker</name>
    <message>
        <source>A colour for “{name}”. Esc leaves it as it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Amber</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another name for “{name}”, on all its conversations. Esc leaves it as it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Blue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Call it “{name}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter puts it on or takes it off; with Ctrl this stays open.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a colour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a label, or name a new one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Green</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grey</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New label “{name}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pink</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Red</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Teal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no label yet: type a name, and Enter makes it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Violet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on {n} of {all}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LaneLine</name>
    <message numerus="yes">
        <source>{lane}, {n} conversations, {unread} unread</source>
        <translation>
            <numerusform>{lane}, {n} conversation, {unread} unread</numerusform>
            <numerusform>{lane}, {n} conversations, {unread} unread</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Language</name>
    <message>
        <source>That did not work: something in Shopbell went wrong. The log says more.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Languages</name>
    <message>
        <source>As their words tell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By it they are ranked, your spelling is looked up and saved replies are chosen. Undo takes it back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in all their conversations: {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>now</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Learned</name>
    <message>
        <source>A word or a #topic that you always want to see</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A word, or a #topic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Always show me</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Always show me {who}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each of these can be taken back with Undo.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each of these can be taken back: {key} in the list, or Undo here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forget</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forget all lessons</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forget the last lesson</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was raised by {points}, as too much came to stand above it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learned from {n} lessons, on this computer only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing yet: + and − on a conversation count at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing yet: what you add stands on top of “Needs you” while it waits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show always</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Still learning ({n} of {needed}): what you say with + and − counts at once, what you only do counts then. It stays on this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no word in “{text}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What Shopbell has learned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What counts for you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your corrections moved the line of “Needs you” by {points}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a complaint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a language that is understood less surely</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>always shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>asks for something</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>counts less: {points}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>counts more: {points}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>does not sound unhappy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>earlier conversations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is in a hurry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lessons: {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>looks like advertising</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>many followers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>may be unhappy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>names your shop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on your page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>praise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>replied to you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>said in public</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>says that it is settled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sent by a machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sent to you directly</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>somebody&apos;s health or safety</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>speaks about you, not to you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>spreads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>thanks you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the reason “{what}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the stars of a review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the word “{word}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the word “{word}”, denied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waits for an answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>was written long ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what you usually answer first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>writes about you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>wrote again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>you answered them before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>you spoke last</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Learning</name>
    <message>
        <source>Choose one: from several at once nothing is learned.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Counts for less: {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Counts for more: {what}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Leaving</name>
    <message>
        <source>Closing as soon as it has left …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What you typed cannot be saved and would be lost. Copy it, or close once more to close all the same.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LeavingCard</name>
    <message>
        <source>Close now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is lost: what has not left when Shopbell closes waits, and leaves when it is open again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send now, then close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stay</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{n} not sent yet</source>
        <translation>
            <numerusform>{n} not sent yet</numerusform>
            <numerusform>{n} not sent yet</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Lessons</name>
    <message>
        <source>All lessons are forgotten</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Always shown from now on: {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forgotten: what was learned from {who}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is always shown already: {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No longer always shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save what was learned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The last lesson is forgotten</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Links</name>
    <message>
        <source>Leave it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open this link?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opens {host}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This link cannot be opened.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NameCard</name>
    <message>
        <source>{what}. Enter saves, Esc closes.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NewChannel</name>
    <message>
        <source>A new channel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind of channel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for the servers of your address …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the channel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name, such as {title}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Servers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Still needed: the password.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The password goes to your keyring and nowhere else.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>They are found by your address; here you can name them yourself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use it for this session</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NewMessages</name>
    <message>
        <source>Add an account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Letters do something once there is an account: add one, or open the sample shop.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not here, or too large, so not taken along: {names}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no message here that could be forwarded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thrown away: {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NextKeys</name>
    <message>
        <source>{keys}, and then</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NotOurs</name>
    <message>
        <source>A phrase of your own to leave alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>And nothing more with “{phrase}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It goes to “Not about us” and stays there, whatever is added to it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is here because it says “{phrase}”. What holds a phrase chosen here is not found again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Just these {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Just this one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not about us</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Or a phrase of your own to leave alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What to do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in {n} of {all} found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{phrase}” stands in most of what is found: hardly anything would be found any more.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NoteCard</name>
    <message>
        <source>Choose one to change it:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For yourself: it is never sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notes of this conversation</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>Send now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OrderButton</name>
    <message>
        <source>Choose another order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order of the list</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Ordering</name>
    <message>
        <source>{order}: in the lanes of what is open; this list keeps its own order.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Original</name>
    <message>
        <source>A mail has no page on the web: what you see is the original.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None of these messages says where on the web it stands.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opened in the browser: {host}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The address of this message is not one that can be opened.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OtherShop</name>
    <message>
        <source>That shop is open already, in a window that does not answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That shop was open already: its window is in front now.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OutboxPage</name>
    <message>
        <source>Nothing is waiting to be sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outbox</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OverdueCard</name>
    <message>
        <source>Change time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was to leave {when}, and Shopbell was not open or could not send then.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep as draft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not sent in time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send now</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PageStack</name>
    <message>
        <source>Conversation</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>All commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No command is called that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What do you want to do?</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PersonCard</name>
    <message>
        <source>Enter opens what is marked, Esc closes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Known since {month}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note: {words}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What can be opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a mail to {address}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>last heard {when}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>opens their page in the browser</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Pictures</name>
    <message>
        <source>Pictures that could not be loaded: {n}. {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are no pictures to load here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What {host} sent is too large, or no picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You are offline. Pictures can be loaded when there is a connection.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} did not give them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} does not answer.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Preferences</name>
    <message>
        <source>This could not be kept: {why}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>All well on {fine} of {all} channels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last heard {when}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Listening on 1 channel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Listening on {all} channels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No channel is heard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No channel yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Offline: you can still work</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved search {name}: {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your shop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>fine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>needs you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>new</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not heard from yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not heard, tries again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>silent longer than usual</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>silent {span}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}: {done} of {total} messages, {rate} a second</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReaderHead</name>
    <message>
        <source>Further verbs, in a menu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The language they write in, as their words tell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The language they write in, as you said</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>private</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>public</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReaderPane</name>
    <message>
        <source>Choose a conversation on the left.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing chosen</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Recipients</name>
    <message>
        <source>Cc</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No subject yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody stands in To: write there who should receive this message.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody stands in To: write there who should receive this reply.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Subject</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{to} · Cc {cc}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{address}” is not an address mail can be sent to.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Replies</name>
    <message>
        <source>Attach files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change a saved reply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a conversation to answer it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Removed: “{name}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save this text as a reply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved: “{name}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved: “{name}”. Press {key} to use it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send later</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are not both a public and a private way to answer here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a reply first, then save it for others.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReplyActions</name>
    <message>
        <source>Back to draft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It arrived</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReplyFiles</name>
    <message>
        <source>Files of the reply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the file …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReplyForm</name>
    <message>
        <source>Attach</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hold the reply for a moment, then send it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open in browser</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Private</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Private text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Public</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Public: everyone can read this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quote</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reply to all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved replies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send and Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send later</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send, and mark the conversation done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signature below it: {words}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text of the message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text of the reply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To and Cc</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Replying</name>
    <message>
        <source>Looking whether it arrived.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken back. Your text is in the composer again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Running</name>
    <message>
        <source>Open the folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shopbell can only show what it has</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SaveCard</name>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the saved reply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text of the saved reply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it is called, such as “Opening hours”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{first_name|there} becomes their first name, or “there” where it is not known.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SavedPicker</name>
    <message>
        <source>Change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a saved reply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a saved reply, or press its digit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No saved reply is called that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved replies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What would be said</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yours</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Search</name>
    <message>
        <source>Results</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type what to look for, then save it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What may come next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a file, a draft, a note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a lane, trash, anywhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a saved search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from a day on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mail, a network, a feed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>older than a day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>searched lately</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>to whom it was written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unread, starred, done …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what came in a storm, by its number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what you noted beside it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>who wrote it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>words of the subject</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>your own word for it</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SearchBox</name>
    <message>
        <source>Search everything</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SendLater</name>
    <message>
        <source>It leaves at that time if this computer is on and Shopbell is open. If not, you are asked about it when you open Shopbell again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When it shall leave</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When? tomorrow 8, mon 9, in 2 h …</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Sentences</name>
    <message>
        <source>1 earlier conversation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A blog is read here, not answered. Open the page to write a comment there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A label needs a name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A label&apos;s name has at most {longest} characters: {neat}…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A new message leaves by mail, and there is no mail account yet: add one first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A parenthesis is closed that was not opened.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A parenthesis was opened and not closed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A phrase is longer than {longest} characters: {phrase}…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A quotation mark is missing its partner: {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A quotation mark is missing its partner: “{text}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A saved reply in {where} has no name, or something in it is not text; it is left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A search needs a name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accepted by the sample shop.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After “{name}:” there should be something to look for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An account needs a name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another program holds the data file. Close it, or wait a moment and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arabic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At the weekend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Blogs &amp; news</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bulgarian</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Catalan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chinese</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Counts less for you: {told}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Counts more for you: {told}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Croatian</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Czech</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Danish</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dutch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Emoji and signs cannot be looked for. Type a word, or for example from:marta is:unread.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>English</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Estonian</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everyone can read this reply, and it holds {what}: {match}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finnish</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Found among your sent messages.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>French</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>German</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give it a name, so that you find it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the address of the feed, or of the page it belongs to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Greek</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hebrew</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hindi</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hungarian</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>I do not understand how long “{text}” is. {examples}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>I do not understand “{rest}”. {examples}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In a month</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In a week</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In two days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Indonesian</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install and unlock GNOME Keyring or KDE Wallet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It could not be kept: {strerror}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It could not be removed: {strerror}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It waits for the reply that was to leave before it, which was not sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Italian</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Japanese</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Korean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language: {name} (less sure)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Later today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Latvian</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {number} of {path}: {complaint}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {place} of {path} is not understood ({why}); the usual settings are used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lithuanian</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mentions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next week</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No safe connection to {name} could be made ({reason}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No secure connection with {host} could be agreed on. Shopbell tries again later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No server called {host} was found. Check the name, or the connection to the internet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody is named who should receive this reply.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None of the chained keyrings keeps passwords safely. {install_advice} {advice}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Norwegian</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OR needs words on both sides, such as: cake OR bread.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Old mail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One reply that had not left is a draft again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only {free} MB are free on the disk, so nothing new is fetched. Make room; it goes on by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Persian</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Polish</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Portuguese</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Raised, as more than a fifth came to stand there: {crowded}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading mail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Romanian</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Russian</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sample shop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Say which words name you, separated by commas: &quot;hazel &amp; rye&quot;, hazelrye.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sending mail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Serbian</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shopbell can keep the password until it is closed instead, if you choose so.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shopbell is closing; this was not kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shopbell was not open, or could not send, when this was to leave. Send it now, change the time, or keep it as a draft.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slovak</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slovenian</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody else has taken over this reply.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something in Shopbell went wrong before this reply could leave; it is tried again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something in Shopbell went wrong in the outbox of this account; it is tried again. The log says more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something in Shopbell went wrong with this account; it is tried again. The log says more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spanish</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Swedish</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the name and password out of the address and store them as the secret, written name:password.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thai</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That is more than five years away.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That names two days.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That names two times of day.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That time has passed already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The account this came by was removed, so it cannot be answered from here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The account this reply was to leave by is no longer there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The address of a picture does not hold a name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The certificate file {ca_file} cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The certificate file {ca_file} cannot be read{why}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The certificate of {host} cannot be trusted: {why}. Ask whoever runs that site; nothing was read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The certificate of {name} belongs to another server, not to {host}. Check the name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The certificate of {name} is not trusted by this computer ({verify_message}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The certificate of {name} is not valid today. Check this computer&apos;s date, or ask them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection broke while the server was taking your reply. It may have been sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection to {host} broke. Shopbell tries again later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection to {name} broke: {why}. Shopbell tries again by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The conversation this reply belongs to is no longer there. What you wrote is kept as a draft.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The data file cannot be opened. Check that its folder exists and may be written to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The data file could not be used: {error}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The data file is damaged or not ours. Restore a backup, the file itself stays where it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The data file is damaged. Restore a backup, the file itself stays where it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The data file may not be written to. Check the rights of its folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk is full. Nothing was lost, but nothing new can be kept until there is room again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk reported an error. Check it before you go on; a backup may be wise.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The end of {path} is not understood ({why}); the usual settings are used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file {ca_file} holds no certificate in PEM form.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The files are too large to send: {together} together, and there is room for {room}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The keyring could not do it ({name}). {advice}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The keyring did not answer within {timeout} seconds; perhaps it is waiting to be unlocked. Unlock it and try again. {advice}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The keyring did not give back what it was given. {advice}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The keyring did not remove the password. Remove it with the system&apos;s own program.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The keyring is locked. Unlock it and try again. {advice}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The keyring takes passwords but does not keep them. {install_advice} {advice}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The keyring that is set here (null) keeps nothing of what it is given.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The keyring that is set here ({name}) does not work. {install_advice} {advice}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The keyring that is set here ({name}) is not one that Shopbell knows to be safe.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The keyring that is set here ({name}) keeps passwords where anybody with the disk can read them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The line went dead just as the server was taking this reply: it may or may not have arrived.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The link goes to a bare machine address, {host}, instead of a name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mail is too large: {name} takes {limit} MB at most.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mail server sent a word where a number belongs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mail server would not do that now: {denied}. Shopbell tries again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mail server&apos;s answer closes a bracket it never opened.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mail server&apos;s answer has an open bracket.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mail server&apos;s answer is nested too deeply.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mail server&apos;s answer is not a message.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mail servers of {domain} were not found: your provider can name them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The name is written with letters that look like others; it really is {host}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The name of a search has at most {longest} characters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The original of this message was damaged on the disk; only its words are left.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The part of Shopbell that reads messages could not start, so nothing new was taken in. It is tried again; if it stays so, start Shopbell anew or install it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The password of a feed is written with its name in front and a colon between: name:password.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sample shop can only answer what somebody has said.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sample shop cannot read what it has accepted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sample shop cannot write down what it accepts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sample shop has lost its place; remove it and add it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sample shop has no channel “{network}”. It has: {known}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The saved replies in {name} are not understood: {error}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The saved replies in {name} cannot be read: {why}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The saved reply “{name}” in {where} {wrong}; it is left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server could not hand over one message: {denied}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server did not take {what} yet: {words}. Shopbell tries again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server mail is read from is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server refused {what}: {words}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server says it never got this reply, so it goes out once more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server&apos;s answer does not say whether it took your reply: {words}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The setting “signature” belongs to each mail account; here it does nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The setting “{key}” can be {list}; {shown} is used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The setting “{key}” is left out: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The setting “{key}” is not known here; it is kept but does nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The setting “{key}” must be {wanted}; {shown} is used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The setting “{key}” must lie between {low} and {high}; {shown} is used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The settings in {path} cannot be read ({why}); the usual ones are used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The shop would never be open; name one day that it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text says {named}, but the link goes to {host}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text says {shown}, but the mail would go to {real}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The web led to {host}, which lies inside your own network; Shopbell did not go there. If that is right, add that address yourself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>There are more than {most} phrases.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>There are {most} searches already. Remove one first.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>There is a label “{row}” already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is a saved reply “{title}” already. Change that one, or give this another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is a search “{name}” already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is an account called “{name}” already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no channel called “{kind}”. There are: {known}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no feed at {url}. Look on that page for a link called RSS, Atom or Feed and give that one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no file {path}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no file “{name}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no keyring here that keeps passwords safely.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no keyring here that keeps passwords safely. {install_advice} {advice}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no label “{name}” any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no search “{name}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no server called {host}, or this computer is offline. Check the address; Shopbell tries again later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such reply any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such time as {words}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no way to {host} from here; this computer may be offline. Shopbell tries again later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no {day} {name} {year}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no {hour} o&apos;clock {half}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no {hour}:{minute} on the clock.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing between two quotation marks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing in this reply yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing to be seen in this mail. Its original is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing to send yet: write a reply first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These holidays leave no day of the year; name the days on which it is closed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This account only reads mail: it has no server to send by.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This channel can be read here, not answered. Open the page to answer there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This channel can only be read; it has no way to answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This channel carries no files. Remove them, or answer by mail.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>This channel takes {bound} at most, and these are {many}.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>This data was written by Shopbell {version} (format {found}); this is Shopbell {version2}, which knows formats up to {newest}. Install the newer release, or restore a backup. Nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This entry could not be understood; its bytes were kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This evening</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file declares entities, which no list of feeds needs; it was not read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file is not a list of feeds (OPML).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file is not a list of feeds (OPML): line {lineno} makes no sense.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not a web or mail address; it cannot be opened.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This list is larger than {largest} MB; that is no list of feeds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This mail could not be read ({name}). Its original is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This mail is built of more parts than Shopbell opens; some are not shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This mail is encrypted. Shopbell cannot open it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This mail is larger than Shopbell fetches; its end stayed on the server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This mail server keeps no copy of what it sends, so it cannot say whether your reply arrived.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This message could not be read safely. Its original is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This message could not be understood. Its original is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This message is damaged and cannot be shown. Its bytes are kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This message is nested too deeply to be shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This message is too large to be shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This message takes too long to read. Its original is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This reply cannot be written as a safe mail. Please simplify its subject and recipients.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This reply has left already and cannot be taken back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This reply has no usable id.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This reply is in other hands by now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This reply is on its way already, so its time cannot be changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This reply was damaged on the disk after it was written, so it was not sent. Please write it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This saved reply stands in a file of your own; take it out there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This saved reply {wrong}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This search cannot be understood: {query}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This search is too long. Fewer words find more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This secret is too long to be kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tomorrow afternoon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tomorrow morning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too many alternatives at once. Search for a few of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too many parentheses are inside each other.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tried {attempts} times without success; it is kept and tried again every hour. {error}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try “tomorrow 8”, “fri 9”, “in 3 h” or “24 dec”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turkish</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type what to look for: words, “a phrase”, or for example from:marta is:unread.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type when it should come back. {examples}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ukrainian</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Vietnamese</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What became of this reply is known by now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What stands before the @ is only decoration: the link goes to {host}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the keyring keeps for this account is incomplete. Enter the password again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the keyring keeps for this account was not written by Shopbell. Enter the password again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What {host} sends swells beyond all measure when unpacked; Shopbell stopped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What {url} sends cannot be understood as a feed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What {url} sends is made to overload its readers; it was not read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What {url} sends is not a feed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What {url} sends is too intricate to be a feed; it was not read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whom a reply reaches cannot be chosen on this channel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You always want to see “{pinned}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You said that it arrived.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You usually answer {who} first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You usually answer “{word}” first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You usually pass over {who}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You usually pass over “{word}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your data file is damaged, and it is open in another Shopbell: close its window and whatever else runs on it, then start again; a backup is put in its place then. Nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your data file is damaged, and no backup could be put in its place ({error}). Nothing was deleted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your data file was damaged and there is no sound backup, so Shopbell begins anew and fetches your messages again. The damaged file is kept as {name}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your data file was damaged. The backup of {made} was put in its place, and newer messages are fetched again; what you did here since is only in the damaged file, kept as {name}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your own line: {own_line}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your own ranking was read anew: who needs you first goes by it now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a card number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a certificate authority of your own, as a PEM file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a delivery report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a look further down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a mail address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a mailing list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a street address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a telephone number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>always show {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an account number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an address that takes no answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an automatic answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an automatic message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an order number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>asked you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>asks a question</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>asks for something</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>automatic: {automatic}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>back from snooze</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bulk mail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot connect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>connection refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>does not sound unhappy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>due soon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>feeds in which to look, separated by spaces (else all your feeds)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>for how many seconds a reply can be taken back, if not as long as elsewhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>forget all lessons</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>forget the last lesson</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>forget {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>found in {mailbox}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has a brace that opens or closes nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has more than one place for the caret</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>how it is secured</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>how to sign in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in memory, until Shopbell is closed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is for “public”, “private” or “any”, nothing else</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is too long</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it broke</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it could not be verified</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is not in UTF-8</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is too large</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it took nothing for too long</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it was closed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>looks like advertising</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mail from {sender}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mail to {recipient}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>may be unhappy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mentions: {said}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>names you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>names your shop: {matched}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>names {{{unknown}}}, which is not known; there are: {list}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no answer came in time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no answer in a day</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>no answer in {days} days</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>no answer yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no longer always show {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no reason given</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not about you: “{why}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not answered yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>older than ten days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>older than three weeks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>older than two months</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on your page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>overdue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>praise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>replied to you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>said in public</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>says it is settled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>says nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>send a copy of every reply to yourself, so that it can always be proved to have left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sent to you directly</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>somebody&apos;s health or safety</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sounds unhappy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>speaks about you, not to you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>spreading: {answers} answers in {took} h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>spreading: {answers} answers in {took} min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>text in quotes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>thanks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the Windows credential store</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the address customers write to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the address of the feed, or of the page it belongs to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the customer&apos;s first name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the customer&apos;s whole name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the disk refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the encryption broke off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the macOS keychain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the mail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the moment it was opened; it fills this in itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the name of your shop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the name to sign in with, if it is not the address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the name your replies carry, such as Hazel &amp; Rye Bakery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the order number they gave</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server hung up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server mail is read from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server mail is sent through (without it, read only)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the system keyring (Secret Service)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the system keyring (libsecret)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>true or false</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown issuer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what stands below your replies; \n begins a new line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>where it remembers the replies it accepted (else nowhere)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>where to write to you in private</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>which kind of channel it plays</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>words that mean somebody else, separated by commas</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>words that name you, separated by commas: &quot;hazel &amp; rye&quot;, hazelrye</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>writes about you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>wrote twice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>wrote while snoozed</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>wrote {unanswered} times</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>you answered them before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>you said it is not about you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>you spoke last</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>your opening hours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>your other addresses on this account, separated by commas</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>your own address in that mail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>your own name</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{count} earlier conversations</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{error} It is passed over.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: there is nothing called “{path}”; it is passed over.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: “{path}” is a section; write [{path}] above its lines.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: “{path}” must be a number; it counts {usual} as usual.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{followers} followers</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{found} is still to be filled in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{hostname} asks us to wait. Shopbell asks again later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} (port {port})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} accepts no connection on port {port}. Shopbell tries again later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} asks us to wait. Shopbell asks again later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} broke off in the middle of its answer. Shopbell tries again later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} broke off or gave no proper answer. Shopbell tries again later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} does not answer. Shopbell tries again later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} has no address that can be reached. Shopbell tries again later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} has nothing at this address (404). Check the address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} is asked without encryption, so the password stayed here. Give its address with https:// in front.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} is in trouble (it answered {status}). Shopbell tries again later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} is not this computer, so mail may not go there unencrypted. Choose tls or starttls.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} packs its answer in a way that was not asked for ({encoding}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} passes us on more than {redirects} times. Shopbell tries again later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} passes us on to an address without encryption; Shopbell did not follow.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} passes us on to something that is no address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} passes us on to something that is not a web address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} refused to answer ({status}). Check the address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} says that this feed has ended for good. Shopbell stops asking; remove the feed, or give its new address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} says that this has ended for good (410). Shopbell stops asking.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} sends a web page where its feed was. Shopbell tries again later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} sends an answer that cannot be unpacked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} sends more than {wire} MB; Shopbell did not read it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} sends more than {wire} MB; Shopbell stopped reading.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} took too long to answer. Shopbell tries again later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} wants a name and a password for this address, or did not accept the ones it got.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{left} left of {max_units}</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{left} too long</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{many} replies that had not left are drafts again.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{most} files</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{name} answered something that makes no sense.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} cannot be read ({why}); everything counts as usual.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} cannot be read ({why}); none of your own words count.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} cannot sign you in now: {denied}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} cannot sign you in now: {words}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} did not ask for the mail: {words}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} did not understand Shopbell: {words}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} does not answer: {why}. Check server and port, or the connection to the internet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} does not offer STARTTLS, so the password stayed here. Choose tls and its port.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} does not say how it numbers {name2}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} does not speak TLS on this port. Check the port, or choose starttls.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} does not take access tokens. Sign in with a password.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} does not take passwords. Sign in with xoauth2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} ended the connection: {words}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is not a mail server that can be read from. Check server and port.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is not taking connections now: {words}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is not taking mail now: {words}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{name} lists very many entries; {many} older ones were left out.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{name} mixed plain text into the start of the encryption. Shopbell stopped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} no longer accepts your sign-in. Please sign in again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} offers no way to sign in on this port. Check port and security.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} only offers encryption that is too old to be safe.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} refused the name or the password. Check both; some providers want an app password.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} refused to sign you in: {words}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} refused to start the encryption. Shopbell stopped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} refused to start the encryption: {words}. Shopbell stopped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} said done before it had everything.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} sent a line without end.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} sent an answer that makes no sense.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} sent {size} MB at once; Shopbell takes less.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} should hold [[template]] entries; its replies are left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} skipped the encryption that was asked for. Shopbell stopped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} spoke out of turn: {words}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} takes no password on this connection. Choose tls or starttls.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} took the connection and then said nothing that a mail server says. Check the port and how it is secured, or try again later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} wants a sign-in first: {words}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} was numbered anew while it was being read. Shopbell looks again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}, by mail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}, line {n}: {why}; it is passed over.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}, on Bluesky</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}, on Facebook</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}, on Mastodon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}, on X</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}, under the review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}, under your post</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{over} bytes too long: some signs, like emoji, take many</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{path} is not a Maildir: it holds no folder called cur.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is not an mbox file: it does not begin with a From line.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{people} people wrote</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{sentence}; shorten it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{size} MB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{size} bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{size} kB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{stars}-star review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{whom}, in private</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“storm:{value}” is not the number of a storm.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{address}” is not a mail address; it should look like you@your-shop.example.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{address}” is not an address mail can be sent to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{colour}” is no colour of a label. There are: {list}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{entry}” is no holiday; write it like “2026-12-24 to 2026-12-26 Christmas”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{entry}” is no length of a holiday; the last day comes after the first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{entry}” is no opening time; write it like “Mo-Fr 9-12:30, 13:30-18”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{entry}” is no target; write it like “public 1 h” or “mail private 6 h”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{entry}” names the year of one day only; name both or neither.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{given}” is no way to sign in: it can be password or xoauth2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{host}” is not a web address that can be asked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{host}” is not the name of a server. Give the name alone; its port has a place of its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{match}” can mean two days. Write the month as a word: “{first} {month}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}:{value}” is not a date.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}:{value}” is not a date. Write it as {name}:2026-03-31, {name}:monday or {name}:25 dec.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}:{value}” is not known. After “{name}:” there can be: {list}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}:{value}” names nobody.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” can only read mail: no server for sending was given.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” cannot be read: {strerror}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” could not be saved: {strerror}. Choose another folder, or make room there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” is empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” is no time zone known here; write it like “Europe/Berlin”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” is not a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” is of a kind that this channel does not take.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” is too large: at most {size_in_words} can go with a reply.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” is too large: {size_in_words}, and this channel takes {size_in_words2}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” was damaged on the disk. Remove it from the reply and attach it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” was removed before this reply left. Its text is a draft again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{part}” is no time at all; write from when and until when.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{part}” is no time from and until; write it like “9-12:30”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{phrase}” has no letter and no digit to look for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{port}” is not a port. Use a number such as {usual_ports}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{text}” is no day of the calendar; write it like “2026-12-24”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{text}” is no length of time; write it like “45 min” or “6 h”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{text}” is no time of day; write it like “9” or “13:30”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{text}” is no weekday; they are Mo, Tu, We, Th, Fr, Sa and Su.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{text}” is too short or too long; a target is 1 minute to 336 hours.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{typed}” is not a number of seconds from 0 to {longest_hold}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{typed}” is not a web address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{typed}” is not a web address: it must begin with https:// or http://.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{unknown}” is no channel; they are {list}, public and private.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{word}” is no kind of security: it can be tls, starttls or none.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address of the feed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy to yourself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Incoming mail server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Incoming port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Incoming security</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at {settings}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name on replies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other addresses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outgoing mail server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outgoing port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outgoing security</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Own certificate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seconds to take back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign-in name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signature</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Way to sign in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Words that name you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Words to leave out</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingsCard</name>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message>
        <source>Name and servers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Password for this session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save and sign in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save and try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The new password goes to your keyring and nowhere else.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unlock your keyring and try again, or type the password for this session: it is kept in memory until Shopbell is closed, and never written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use for this session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{channel} needs you</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Snooze</name>
    <message>
        <source>Again to the same time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At the weekend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter takes it, Esc leaves it as it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In a month</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In a week</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In two days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is snoozed until {when}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Later today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next week</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This evening</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Times on offer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tomorrow afternoon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tomorrow morning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Until when</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Until when? tomorrow 8, fri 9, in 3 h …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wake it now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wake when they write</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in {span}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Spelling</name>
    <message>
        <source>Add to my words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ignore here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No misspelt word was found.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no dictionary here for this language. Choose others with “Spelling: language”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{word}” is one of your words now.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SpellingLanguages</name>
    <message>
        <source>As the conversation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter puts one on or off, Esc leaves. A word is right that one of them has.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spelling: language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SpellingPicker</name>
    <message>
        <source>Add to my words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ignore here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No word is like “{word}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What may be meant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{word}” is in no dictionary</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Standing</name>
    <message>
        <source>Held</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Held, sends in {left}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not sent in time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not sure: check</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queued</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queued, leaves as soon as there is a connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queued, tries again in {span}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queued, tries again soon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scheduled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scheduled: leaves {when} if Shopbell is open then</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sending</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sending, connecting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sending, waiting for the server to accept it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent, as you said</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent, the server accepted it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection broke while the server was taking your reply. It may have been sent.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Start</name>
    <message>
        <source>Shopbell cannot open</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Fetching {done} of {total} messages, {rate} a second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody waits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody waits, as far as is known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Offline: replies leave when there is a connection again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press {key} for the keys that work here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about {minutes} min left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>median answer today {median}, target {target}</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{n} need you</source>
        <translation>
            <numerusform>{n} needs you</numerusform>
            <numerusform>{n} need you</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Storms</name>
    <message>
        <source>Nothing is left of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Strip</name>
    <message>
        <source>Go to the message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Item {words}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order {words}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Phone ending {words}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>They already gave</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>They last asked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What you know already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You promised</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{title}: {words} ({channel}, {when})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{told}. Said in private.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{words}”, {when} by {channel}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TermLine</name>
    <message>
        <source>+ counts it for more, − for less</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Count this for less: {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Count this for more: {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing speaks for it or against it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Together</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this conversation</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Change this note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hidden tracking pictures, never loaded: {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load pictures from {host} and elsewhere: {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load pictures from {host}: {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures from outside that are never loaded: {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures on their way: {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the original</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent automatically ({sign})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all of it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show earlier messages: {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show quoted text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too long to be shown whole. Save the original</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You, by {channel}, {when}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your note, only you can see it, {when}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>public</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unnamed file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} MB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} kB</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Times</name>
    <message>
        <source>afternoon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>day after tomorrow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>evening</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>later today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>midnight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>minute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>month</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>months</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>morning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>next month</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>next week</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>next weekend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>next year</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>noon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this afternoon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this evening</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this morning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tomorrow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tonight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>week</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>weekend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>weeks</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Triage</name>
    <message numerus="yes">
        <source>Label {n} conversations</source>
        <translation>
            <numerusform>Label {n} conversation</numerusform>
            <numerusform>Label {n} conversations</numerusform>
        </translation>
    </message>
    <message>
        <source>Label {who}</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Language of {n} conversations</source>
        <translation>
            <numerusform>Language of {n} conversation</numerusform>
            <numerusform>Language of {n} conversations</numerusform>
        </translation>
    </message>
    <message>
        <source>Language of {who}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note about {who}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press {key} to make one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Snooze {n} conversations</source>
        <translation>
            <numerusform>Snooze {n} conversation</numerusform>
            <numerusform>Snooze {n} conversations</numerusform>
        </translation>
    </message>
    <message>
        <source>Snooze {who}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no label {digit} yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This message was not sent yet: there is no conversation to do that with.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Wait for {n} conversations</source>
        <translation>
            <numerusform>Wait for {n} conversation</numerusform>
            <numerusform>Wait for {n} conversations</numerusform>
        </translation>
    </message>
    <message>
        <source>Wait for {who}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Troubles</name>
    <message>
        <source>Look for news now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only {size} MB are free on the disk: nothing new is fetched until there is room.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Password of {channel}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings of this channel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings of {channel}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trying {channel} again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What now?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{channel} is heard again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{channel} is not heard: {sentence}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Upgrading</name>
    <message>
        <source>Bringing your data up to date …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bringing your data up to date, {number} of {of} …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How much is done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shopbell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You may close this window: your data stay as they were, and the next start begins again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Verbs</name>
    <message>
        <source>Wait</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why?</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Wait</name>
    <message>
        <source>For how long</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many days? Or: fri 9, in 2 weeks …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It comes back when they write, and at this time if they have not.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Times on offer</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WayTabs</name>
    <message>
        <source>Both</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Both: apologise in public, help in private</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From {account}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Private</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Public</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To {whom}, by {account}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two texts, sent one after the other: the public one first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ways to answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>private</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>public</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{way} · draft</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Why</name>
    <message>
        <source>Down {points}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In which language they write is not known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It came back by itself: it stands on top of “{lane}” until you have dealt with it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was raised by {points}, as too much came to stand above it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>So it stands in “{lane}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Still learning ({n} of {needed}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That is {points} above the line of “Needs you”, {line}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>They said: “{words}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>They write in this language: {name}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Up {points}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was learned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why is this here?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Within a lane, what may harm somebody stands on top, then whoever most needs an answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your corrections moved the line by {points}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“Needs you” begins at {line} while somebody waits for an answer: {points} from here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“Worth a look” begins at {line}: {points} from here.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_Whole</name>
    <message>
        <source>Something went wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your data is safe. What happened was written to the log in {folder}. ({what})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the sample shop</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
