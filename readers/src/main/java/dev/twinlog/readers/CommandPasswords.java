package dev.twinlog.readers;

import dev.twinlog.readers.Credentials.Found;
import org.jspecify.annotations.Nullable;

/// Passwords on command lines, in options that many programs have: `-p` of MySQL's and MariaDB's clients, and what
/// stands behind the user's name in `-u` and `--user` of curl. Other programs mean something else by them, so the
/// command is looked for before the option.
final class CommandPasswords {
    /// How far before an option its command may begin.
    static final int REACH = 256;

    private static final String KIND = "password";
    private static final String[] DATABASES = {"mysql", "mariadb"};
    private static final String[] CURL = {"curl"};
    private static final String LONG_USER = "--user";
    private static final int OPTION_LENGTH = " -p".length();

    private CommandPasswords() {}

    /// The password of the option that begins here, at the blank before it or at its two dashes; or null.
    static @Nullable Found at(String text, int at) {
        if (text.startsWith(" -p", at)) return database(text, at + OPTION_LENGTH);
        if (text.startsWith(" -u", at)) return user(text, at, at + OPTION_LENGTH);
        return text.startsWith(LONG_USER, at) ? user(text, at, at + LONG_USER.length()) : null;
    }

    private static @Nullable Found database(String text, int from) {
        int begin = unquoted(text, from);
        int end = runEnd(text, begin);
        if (Credentials.placeholder(text, begin, end) || ports(text, begin, end)) return null;
        return follows(text, from, DATABASES, ";|&") ? new Found(KIND, begin, end) : null;
    }

    /// Whether it says which ports a container publishes, or which numbers its user and group have.
    private static boolean ports(String text, int from, int end) {
        boolean colon = false;
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            colon |= c == ':';
            if (c != ':' && c != '.' && !Character.isDigit(c)) return false;
        }
        return colon;
    }

    private static @Nullable Found user(String text, int option, int optionEnd) {
        int from = Credentials.blanks(text, optionEnd);
        if (from == optionEnd && from < text.length() && text.charAt(from) == '=') from++;
        int name = unquoted(text, from);
        int end = runEnd(text, name);
        int colon = text.indexOf(':', name, Math.max(name, end));
        if (colon <= name || ports(text, name, end) || Credentials.placeholder(text, colon + 1, end)) return null;
        return follows(text, option, CURL, "") ? new Found(KIND, colon + 1, end) : null;
    }

    private static int unquoted(String text, int from) {
        int at = from;
        while (at < text.length() && at < from + Credentials.BLANKS_MAX && text.charAt(at) == '\\') at++;
        return at < text.length() && Credentials.quote(text.charAt(at)) ? at + 1 : from;
    }

    private static int runEnd(String text, int from) {
        int end = from;
        int most = Math.min(text.length(), from + Credentials.LENGTH_MAX);
        while (end < most && Credentials.bare(text.charAt(end))) end++;
        return end;
    }

    /// Whether one of the programs is called in the command that goes on here.
    ///
    /// @param separators what ends a command beside a line's end; none for programs whose arguments have such
    private static boolean follows(String text, int at, String[] programs, String separators) {
        int least = Math.max(0, at - REACH);
        for (int i = at - 1; i >= least && !separates(text, i, separators); i--)
            if (begins(text, i) && calls(text, i, programs)) return true;
        return false;
    }

    /// Whether another command begins behind this character. A line that ends in a backslash goes on.
    private static boolean separates(String text, int at, String separators) {
        char c = text.charAt(at);
        if (c == '\n') return at == 0 || text.charAt(at - 1) != '\\';
        return separators.indexOf(c) >= 0;
    }

    private static boolean begins(String text, int at) {
        return at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)) || escape(text, at - 1);
    }

    /// Whether this is the letter of an escape, as in JSON within text.
    private static boolean escape(String text, int at) {
        return at > 0 && text.charAt(at - 1) == '\\' && "nrt".indexOf(text.charAt(at)) >= 0;
    }

    private static boolean calls(String text, int at, String[] programs) {
        for (var program : programs) if (text.startsWith(program, at)) return true;
        return false;
    }
}
