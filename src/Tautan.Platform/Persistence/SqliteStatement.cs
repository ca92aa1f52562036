using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Tautan.Platform.Persistence;

/// <summary>
/// A statement on SQLite that is prepared once and run for row after row, its values bound by their place. What is written a
/// thousand times a commit is written this way: commands look up every parameter by its name, every time. Not for several threads.
/// </summary>
/// <param name="connection">Open, and in a transaction where there is to be one.</param>
/// <param name="text">With a <c>?</c> for each value.</param>
public sealed class SqliteStatement(SqliteConnection connection, string text) : IDisposable
{
    private sqlite3_stmt? _prepared;
    private int _place;

    /// <summary>Binds the next value.</summary>
    public SqliteStatement Add(long value) => Check(raw.sqlite3_bind_int64(Prepared, ++_place, value));

    /// <inheritdoc cref="Add(long)"/>
    public SqliteStatement Add(long? value) => value is { } given ? Add(given) : AddNull();

    /// <inheritdoc cref="Add(long)"/>
    public SqliteStatement Add(bool value) => Add(value ? 1L : 0L);

    /// <inheritdoc cref="Add(long)"/>
    public SqliteStatement Add(bool? value) => value is { } given ? Add(given) : AddNull();

    /// <summary>Binds the next value, in milliseconds since 1970.</summary>
    public SqliteStatement Add(DateTimeOffset? value) => value is { } given ? Add(given.ToUnixTimeMilliseconds()) : AddNull();

    /// <summary>Binds the next value, as 16 bytes in the order of its text.</summary>
    public SqliteStatement Add(Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return Add(bytes);
    }

    /// <inheritdoc cref="Add(long)"/>
    public SqliteStatement Add(ReadOnlySpan<byte> value) => Check(raw.sqlite3_bind_blob(Prepared, ++_place, value));

    /// <inheritdoc cref="Add(long)"/>
    public SqliteStatement Add(string? value)
    {
        if (value is null)
            return AddNull();
        byte[]? rented = null;
        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        var bytes = most <= 512 ? stackalloc byte[512] : rented = ArrayPool<byte>.Shared.Rent(most);
        try
        {
            // An empty span has no address, and one without is NULL.
            return value.Length == 0 ? Check(raw.sqlite3_bind_text(Prepared, ++_place, "")) : Check(raw.sqlite3_bind_text(Prepared, ++_place, bytes[..Encoding.UTF8.GetBytes(value, bytes)]));
        }
        finally
        {
            if (rented is not null)
                ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Runs it; what it answers is not read.</summary>
    /// <exception cref="SqliteException">SQLite refused it.</exception>
    public void Run()
    {
        while (Step())
        {
            // RETURNING and the like.
        }

        Reset();
    }

    /// <summary>Runs it, and answers the first column of the first row as a number; null where there is no row.</summary>
    /// <exception cref="SqliteException">SQLite refused it.</exception>
    public long? Number()
    {
        var number = Step() ? raw.sqlite3_column_int64(Prepared, 0) : (long?)null;
        Reset();
        return number;
    }

    /// <summary>Runs it, and answers the first column of the first row as bytes; null where there is no row.</summary>
    /// <exception cref="SqliteException">SQLite refused it.</exception>
    public byte[]? Bytes()
    {
        var bytes = Step() ? raw.sqlite3_column_blob(Prepared, 0).ToArray() : null;
        Reset();
        return bytes;
    }

    public void Dispose() => _prepared?.Dispose();

    private sqlite3_stmt Prepared
    {
        get
        {
            if (_prepared is null)
                Check(raw.sqlite3_prepare_v2(connection.Handle, text, out _prepared));
            return _prepared!;
        }
    }

    private bool Step()
    {
        var result = raw.sqlite3_step(Prepared);
        if (result is raw.SQLITE_ROW or raw.SQLITE_DONE)
            return result == raw.SQLITE_ROW;

        // Reset says what it was, and makes the next run possible.
        _place = 0;
        raw.sqlite3_reset(Prepared);
        SqliteException.ThrowExceptionForRC(result, connection.Handle);
        return false;
    }

    private void Reset()
    {
        _place = 0;
        Check(raw.sqlite3_reset(Prepared));
    }

    private SqliteStatement AddNull() => Check(raw.sqlite3_bind_null(Prepared, ++_place));

    private SqliteStatement Check(int result)
    {
        SqliteException.ThrowExceptionForRC(result, connection.Handle);
        return this;
    }
}
