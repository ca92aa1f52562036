using System.Data.Common;
using Tautan.Contracts.Feeds;

namespace Tautan.Platform.Persistence;

/// <summary>The row that counts a feed.</summary>
internal sealed record FeedState(string Epoch, long Revision, Bits128 Digest, long Count, long Pruned, long Meant)
{
    public static async Task<FeedState> ReadAsync(DbConnection connection, DbTransaction? transaction, string sql, CancellationToken cancellationToken)
    {
        await using var command = FeedStatements.Command(connection, transaction, sql);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            throw new InvalidOperationException("The feed has no state: the database was not started.");
        return new FeedState(
            reader.GetString(0),
            reader.GetInt64(1),
            Bits128.Read((byte[])reader[2]),
            reader.GetInt64(3),
            reader.GetInt64(4),
            reader.GetInt64(5));
    }

    public async Task WriteAsync(DbConnection connection, DbTransaction transaction)
    {
        await using var command = FeedStatements.Command(
            connection,
            transaction,
            FeedStatements.WriteState,
            ("@epoch", Epoch),
            ("@revision", Revision),
            ("@digest", DigestBytes()),
            ("@count", Count),
            ("@pruned", Pruned),
            ("@meant", Meant));
        await command.ExecuteNonQueryAsync();
    }

    public byte[] DigestBytes()
    {
        var bytes = new byte[Bits128.Size];
        Digest.Write(bytes);
        return bytes;
    }
}
