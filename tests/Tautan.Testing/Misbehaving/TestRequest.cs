namespace Tautan.Testing.Misbehaving;

/// <summary>What a client sent.</summary>
/// <param name="Method">As sent.</param>
/// <param name="Target">As sent: the path with its query.</param>
/// <param name="Headers">In any case of letters; the last of equal names.</param>
/// <param name="Body">As UTF-8; empty where there was none.</param>
public sealed record TestRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body);
