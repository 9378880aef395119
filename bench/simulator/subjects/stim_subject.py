"""Stim: samples the detectors of a circuit file; the sampler is made beforehand, its first use is the first run.

Eight shots a byte go to the null device, which is several times faster than making them an array of NumPy.
"""

import os

import conversation
import stim

SHOTS = 100_000


class Detection:
    def __init__(self, text):
        self.circuit = stim.Circuit(text)
        self.sampler = self.circuit.compile_detector_sampler(seed=1)

    def run(self):
        self.sampler.sample_write(SHOTS, filepath=os.devnull, format="b8")

    def answer(self):
        """How often each detector fired, per shot."""
        samples = self.sampler.sample(SHOTS)
        return [float(value) for value in samples.mean(axis=0)]


class Stim:
    def load(self, circuit, _configuration, _indices):
        return Detection(circuit)


conversation.serve(Stim())
