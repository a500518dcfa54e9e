package vedette.flow;

final class Attempts {}
