using System.Text;

namespace Tautan.Links.Importing.Sources;

/// <summary>The values of a row that a dump inserts.</summary>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Columns">As the statement names them; null: it does not.</param>
/// <param name="Values">Null for NULL.</param>
/// <param name="Error">Why there are none.</param>
internal sealed record SqlRow(long Line, string[]? Columns, IReadOnlyList<string?> Values, string? Error = null);

/// <summary>
/// Reads the INSERT statements of a dump of MySQL or MariaDB, as it comes: names in backquotes, strings with backslashes and doubled quotation
/// marks, comments. Of other statements nothing is understood, and nothing needs to be.
/// </summary>
internal static class SqlInserts
{
    private const int LongestValue = 100_000;

    public static IEnumerable<SqlRow> Read(TextReader text, Func<string, bool> isTable, CancellationToken cancellationToken)
    {
        var reader = new Reader(text);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var word = reader.Token();
            if (word is null)
                yield break;
            if (!word.Equals("INSERT", StringComparison.OrdinalIgnoreCase))
                continue;
            word = reader.Token();
            while (word is not null && (word.Equals("INTO", StringComparison.OrdinalIgnoreCase) || word.Equals("IGNORE", StringComparison.OrdinalIgnoreCase)))
                word = reader.Token();
            var table = word ?? "";
            word = reader.Token();
            while (word == ".")
                (table, word) = (reader.Token() ?? "", reader.Token());
            if (!isTable(table))
                continue;
            string[]? columns = null;
            if (word == "(")
            {
                columns = [.. reader.List().OfType<string>()];
                word = reader.Token();
            }

            if (word?.StartsWith("VALUE", StringComparison.OrdinalIgnoreCase) != true)
                continue;
            do
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (reader.Token() != "(")
                    break;
                var line = reader.Line;
                var values = reader.List();
                yield return reader.IsAtEnd && !reader.IsClosed ? new SqlRow(line, columns, [], "is cut off") : new SqlRow(line, columns, values);
            }
            while (reader.Token() == ",");
        }
    }

    private sealed class Reader(TextReader text)
    {
        public long Line { get; private set; } = 1;

        public bool IsAtEnd => text.Peek() < 0;

        /// <summary>The last list was read to its closing bracket.</summary>
        public bool IsClosed { get; private set; }

        /// <summary>A word, a name, a string or a sign; null at the end.</summary>
        public string? Token()
        {
            while (true)
            {
                var c = text.Peek();
                switch (c)
                {
                    case < 0:
                        return null;
                    case '-' or '/' or '#' when Comment((char)Next()):
                        continue;
                    case '`' or '"' or '\'':
                        return Quoted((char)Next());
                    case var _ when char.IsWhiteSpace((char)c):
                        Next();
                        continue;
                    case var _ when IsWord((char)c):
                        return Word();
                    default:
                        return ((char)Next()).ToString();
                }
            }
        }

        /// <summary>What stands between brackets, of which the first was read.</summary>
        public List<string?> List()
        {
            var values = new List<string?>();
            IsClosed = false;
            while (true)
            {
                while (text.Peek() is >= 0 and var space && char.IsWhiteSpace((char)space))
                    Next();
                switch (text.Peek())
                {
                    case < 0:
                        return values;
                    case ')':
                        Next();
                        IsClosed = true;
                        return values;
                    case ',':
                        Next();
                        break;
                    case '\'' or '"' or '`':
                        values.Add(Quoted((char)Next()));
                        break;
                    default:
                        var bare = Bare();
                        values.Add(bare.Equals("NULL", StringComparison.OrdinalIgnoreCase) ? null : bare);
                        break;
                }
            }
        }

        private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '$';

        private int Next()
        {
            var c = text.Read();
            if (c == '\n')
                Line++;
            return c;
        }

        // A sign that begins a comment, or only a sign. /*! … */ is run by MySQL, and holds nothing of ours.
        private bool Comment(char first)
        {
            if (first == '#' || (first == '-' && text.Peek() == '-'))
            {
                while (text.Peek() is >= 0 and not '\n')
                    Next();
                return true;
            }

            if (first != '/' || text.Peek() != '*')
                return true;
            var previous = ' ';
            while (Next() is >= 0 and var c)
            {
                if (previous == '*' && c == '/')
                    break;
                previous = (char)c;
            }

            return true;
        }

        private string Word()
        {
            var word = new StringBuilder();
            while (text.Peek() is >= 0 and var c && IsWord((char)c))
                Append(word, (char)Next());
            return word.ToString();
        }

        private string Bare()
        {
            var value = new StringBuilder();
            while (text.Peek() is >= 0 and not (',' or ')'))
                Append(value, (char)Next());
            return value.ToString().Trim();
        }

        private string Quoted(char quote)
        {
            var value = new StringBuilder();
            while (Next() is >= 0 and var c)
            {
                if (c == quote)
                {
                    if (text.Peek() != quote)
                        break;
                    Next();
                    Append(value, quote);
                }
                else if (c == '\\' && quote != '`')
                {
                    Append(value, Next() switch { 'n' => '\n', 'r' => '\r', 't' => '\t', '0' => '\0', 'b' => '\b', 'Z' => '\u001a', < 0 => ' ', var escaped => (char)escaped });
                }
                else
                {
                    Append(value, (char)c);
                }
            }

            return value.ToString();
        }

        // What is longer is no value of a link, and refused as too long later.
        private static void Append(StringBuilder value, char c)
        {
            if (value.Length < LongestValue)
                value.Append(c);
        }
    }
}
