namespace Tautan.Gateway.Clicks;

/// <summary>Where clicks go. Called on the hot path by many threads at once: it must neither wait nor throw.</summary>
internal interface IClickSink
{
    /// <summary>Takes a record (<see cref="Tautan.Contracts.Clicks.ClickRecord"/>) and gives it its sequence.</summary>
    /// <param name="record">The caller's to use again afterwards.</param>
    void Append(Span<byte> record);
}
