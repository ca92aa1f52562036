namespace Tautan.Testing.Misbehaving;

/// <summary>What a <see cref="TestSite"/> does with a request. <see cref="Behaviours"/> has the usual ones.</summary>
public delegate Task TestBehaviour(TestExchange exchange);
