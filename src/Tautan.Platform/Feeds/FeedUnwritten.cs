using Google.Protobuf;
using Tautan.Contracts.Feeds;
using Tautan.Platform.Persistence;

namespace Tautan.Platform.Feeds;

/// <summary>
/// What a feed has to say while its database takes nothing: told to who follows this process, without a revision, and gone with it. Who says
/// something here writes it as soon as that is possible, and then takes it back.
/// </summary>
public sealed class FeedUnwritten<TDb>
    where TDb : TautanDb
{
    private readonly FeedSignal<TDb> _signal;
    private volatile Unwritten _said = new();

    internal FeedUnwritten(FeedSignal<TDb> signal) => _signal = signal;

    /// <summary>All of it; another object whenever it changes.</summary>
    internal Unwritten Said => _said;

    /// <summary>Says all that is not written, and nothing else any more.</summary>
    /// <param name="entries">By key; null: it is gone.</param>
    public void Say(IReadOnlyDictionary<FeedKey, IMessage?> entries)
    {
        var said = new Unwritten();
        foreach (var (key, value) in entries)
        {
            said.Entries.Add(new Entry
            {
                Key = UnsafeByteOperations.UnsafeWrap(key.ToArray()),
                Deleted = value is null,
                Value = value?.ToByteString() ?? ByteString.Empty,
            });
        }

        _said = said;
        _signal.Pulse();
    }
}
