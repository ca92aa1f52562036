namespace Tautan.Health.Seeing;

/// <summary>A target that another process watches and whose verdict is up.</summary>
/// <param name="Origin">Its scheme, host and port.</param>
/// <param name="Network">Where its address is.</param>
/// <param name="Witness">To be asked.</param>
internal sealed record ForeignWitness(string Origin, Network Network, Witness Witness);
